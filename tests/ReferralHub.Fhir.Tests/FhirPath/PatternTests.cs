using System.Text.RegularExpressions;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.FhirPath.Patterns;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.FhirPath;

/// <summary>
/// Regular expressions of <c>matches()</c>: the same answer as .NET's engine, and never more than a known number of steps.
/// </summary>
public sealed class PatternTests
{
    static readonly string[] Texts =
    [
        "",
        "a",
        "aaaa",
        "abab",
        "password1",
        "Password",
        "2026-11-27",
        "foo bar foo",
        "foo\nbar",
        "--",
        "a--b",
        "x=1;y=22;",
        "zzz",
        "éé",
        "AbcAbc",
        "'quoted'",
    ];

    [Theory]
    [InlineData(@"^(?!.*--)[a-z-]+$")]
    [InlineData(@"^(?=.*\d)(?=.*[a-z]).{4,}$")]
    [InlineData(@"(?<=foo )bar")]
    [InlineData(@"(?<!foo )foo")]
    [InlineData(@"^(\w+) \w+ \1$")]
    [InlineData(@"^(?<x>ab)\k<x>$")]
    [InlineData(@"^(?>a+)b|z{2,3}?(?=z|$)")]
    [InlineData(@"(a|ab)(?!b)")]
    [InlineData(@"\b(?=[a-z-[o]]+=)[^;\]]+;")]
    [InlineData(@"^(?:(?=b)b|a)+?$")]
    [InlineData(@"(?=\p{L})\P{N}+\x62?\Z")]
    [InlineData(@"^(?:A(b?)(c)(?=A|$))+\z")]
    [InlineData(@"(?='q)'[\w']*")]
    public void LookingAroundAndBack_GivesTheAnswerOfTheFullEngine(string pattern)
    {
        var full = new Regex(pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant);

        foreach (var text in Texts)
            PathPattern.Get(pattern, 0).IsMatch(text, 0).ShouldBe(full.IsMatch(text), $"{pattern} on {text}");
    }

    [Theory]
    [InlineData(@"^(a+)+(?=b)$")]
    [InlineData(@"^(?:a|a)*(?!c)b$")]
    [InlineData(@"^(a*)*\1b$")]
    public void PatternThatExplodes_IsToldInTheSameWordsEachTime(string pattern)
    {
        var text = new string('a', 60);

        var errors = Enumerable
            .Range(0, 3)
            .Select(_ => Should.Throw<PathException>(() => PathPattern.Get(pattern, 7).IsMatch(text, 7)))
            .ToList();

        errors.ShouldAllBe(e => e.Message.Contains("more than 200,000 steps", StringComparison.Ordinal) && e.Position == 7);
    }

    [Theory]
    [InlineData(@"^(a+)+b$")]
    [InlineData(@"^(?:a|a)*b$")]
    [InlineData(@"(x+x+)+y")]
    public void PatternWithoutLooks_IsLinearHoweverItIsWritten(string pattern)
    {
        var text = new string('a', 200_000);

        PathPattern.Get(pattern, 0).IsMatch(text, 0).ShouldBeFalse();
    }

    [Fact]
    public void ManyRepetitions_EndBeforeTheStackDoes() =>
        Should.Throw<PathException>(() =>
            PathPattern.Get("^(?:(?:ab|cd)(?!x))*$", 0).IsMatch(string.Concat(Enumerable.Repeat("ab", 100_000)), 0)
        );

    [Fact]
    public void UnderLoad_ARuleIsAnsweredAllTheSame()
    {
        var rule = PathExpression.Compile("'aaaaaaaaaaaaaaaaaaaaaaaa'.matches('^(a+)+$') and 'foo bar'.matches('(?<=foo )bar')");

        var answers = new bool?[64];
        Parallel.For(0, answers.Length, new() { MaxDegreeOfParallelism = 16 }, i => answers[i] = rule.IsTrue(PathEnvironment.None));

        answers.ShouldAllBe(a => a == true);
    }

    [Theory]
    [InlineData("(?i)abc(?=d)")]
    [InlineData("(?(?=a)ab|cd)")]
    public void WhatCannotBeCounted_IsAnError(string pattern) =>
        Should.Throw<PathException>(() => PathPattern.Get(pattern, 0)).Message.ShouldContain("within a known number of steps");

    [Fact]
    public void ReplacingWithALook_IsAnError() =>
        Should.Throw<PathException>(() => PathExpression.Compile("'ab'.replaceMatches('a(?=b)', 'x')").Evaluate(PathEnvironment.None));
}
