using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Fhir.FhirPath;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.FhirPath;

/// <summary>Laws that hold for every value.</summary>
public sealed class PathLawTests
{
    static readonly string[] Values =
    [
        "1",
        "1.0",
        "2",
        "2.50",
        "-3",
        "'a'",
        "'A'",
        "''",
        "true",
        "false",
        "{}",
        "@2026",
        "@2026-11",
        "@2026-11-25",
        "@2026-11-25T10:00:00Z",
        "@2026-11-25T10:00:00",
        "@2026-11-25T11:00:00+01:00",
        "@T10:30",
        "@T10:30:00",
        "1 'g'",
        "1000 'mg'",
        "1 'cm'",
        "1 week",
        "7 days",
        "1 month",
        "1 'mo'",
        "(1|2)",
        "(2|1)",
        "name",
        "name.given",
        "birthDate",
        "gender",
    ];

    static readonly string[] Pieces =
    [
        "name",
        "given",
        ".",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'a'",
        "1",
        "2.5",
        "@2026",
        "@T10",
        "%resource",
        "$this",
        "and",
        "or",
        "=",
        "~",
        "<",
        "|",
        "+",
        "-",
        "*",
        "/",
        "div",
        "is",
        "as",
        "in",
        "contains",
        "where",
        "exists",
        "()",
        "first()",
        " ",
        ",",
        "'",
        "`",
        "\\",
        "Patient",
        "days",
        "iif",
    ];

    static string? Try(string expression)
    {
        try
        {
            return PathFixture.Evaluate(expression, isStrict: false);
        }
        catch (PathException)
        {
            return null;
        }
    }

    [Fact]
    public void Evaluate_AnyTokens_GivesAResultOrAnError() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(Pieces)).ToArbitrary(), pieces => Try(string.Concat(pieces))?.Length != 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(40));

    [Fact]
    public void EqualAndEquivalent_AreSymmetric() =>
        Pairs(
            (a, b) =>
            {
                Try($"{a} = {b}").ShouldBe(Try($"{b} = {a}"));
                Try($"{a} ~ {b}").ShouldBe(Try($"{b} ~ {a}"));
            }
        );

    [Fact]
    public void Less_IsTheMirrorOfMore() => Pairs((a, b) => Try($"{a} < {b}").ShouldBe(Try($"{b} > {a}")));

    [Fact]
    public void Equal_ImpliesEquivalentAndNeitherLessNorMore() =>
        Pairs(
            (a, b) =>
            {
                if (Try($"{a} = {b}") != "[true]" || Try($"{a} < {b}") is not { } less)
                    return;
                Try($"{a} ~ {b}").ShouldBe("[true]");
                less.ShouldBe("[false]");
            }
        );

    [Fact]
    public void Union_HoldsEveryItemOnce() =>
        Pairs(
            (a, b) =>
            {
                Try($"({a} | {b}).isDistinct()").ShouldBe("[true]");
                Try($"({a}).subsetOf({a} | {b})").ShouldBe("[true]");
                Try($"({a} | {b}).count() = ({b} | {a}).count()").ShouldBe("[true]");
            }
        );

    [Fact]
    public void Negation_TurnsRoundWhatIsKnown() => Pairs((a, b) => Try($"({a} != {b})").ShouldBe(Try($"({a} = {b}).not()")));

    [Fact]
    public void Date_AddedAndTakenAway_IsTheSameForDays() =>
        Prop.ForAll(
                Gen.Choose(-20_000, 20_000).ToArbitrary(),
                days => Try($"@2026-11-25 + {days} days - {days} days") == """["2026-11-25"]"""
            )
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Boundaries_HoldTheValue() =>
        Prop.ForAll(Gen.Choose(-100_000, 100_000).ToArbitrary(), HoldsBetweenItsBoundaries).Check(Config.QuickThrowOnFailure);

    static bool HoldsBetweenItsBoundaries(int thousandths)
    {
        var value = (thousandths / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
        return Try($"({value}).lowBoundary() < ({value}) and ({value}) < ({value}).highBoundary()") == "[true]";
    }

    static void Pairs(Action<string, string> law)
    {
        foreach (var a in Values)
        foreach (var b in Values)
            law(a, b);
    }
}
