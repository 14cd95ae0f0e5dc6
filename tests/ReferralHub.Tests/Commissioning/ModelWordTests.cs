using System.Text.RegularExpressions;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning;

/// <summary>
/// Arrangements are rows: no code knows one by its name, so a new one needs no programmer. The demonstration, which tells of some, is
/// the exception.
/// </summary>
public sealed partial class ModelWordTests
{
    static readonly string Source = Path.Combine(ModuleBoundaryTests.Root(), "src");

    [Fact]
    public void Source_NamesNoArrangement() => Find(ModelWord()).ShouldBeEmpty();

    [Fact]
    public void Source_AsksNoKindOfBody() => Find(SwitchOnKind()).ShouldBeEmpty();

    [Theory]
    [InlineData("// a fundholding practice", true)]
    [InlineData("class LocalityConsortiumRules", true)]
    [InlineData("// the PCT pays", true)]
    [InlineData("var PCTs = Epct + epcts;", false)]
    [InlineData("// icon of PMSX", false)]
    public void Words_AreFoundAndOthersAreNot(string line, bool found) => ModelWord().IsMatch(line).ShouldBe(found);

    [Theory]
    [InlineData("switch (body.Kind)", true)]
    [InlineData("body.Kind switch", true)]
    [InlineData("if (body.Kind == \"practice\")", true)]
    [InlineData("writer.WriteString(\"kind\", body.Kind);", false)]
    public void QuestionsOfKind_AreFoundAndOthersAreNot(string line, bool found) => SwitchOnKind().IsMatch(line).ShouldBe(found);

    static List<string> Find(Regex wanted)
    {
        var files = Directory
            .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Source, f).Replace('\\', '/'))
            .Where(f => !NotOurs().IsMatch(f))
            .ToList();
        files.Count.ShouldBeGreaterThan(300, "the source is looked at");
        return
        [
            .. files.SelectMany(f =>
                File.ReadLines(Path.Combine(Source, f))
                    .Select((line, i) => (Line: line, Number: i + 1))
                    .Where(l => wanted.IsMatch(l.Line))
                    .Select(l => $"{f}, line {l.Number}: {l.Line.Trim()}")
            ),
        ];
    }

    [GeneratedRegex(@"(?i:fundhold|consorti(?:um|a)|bradford)|\b(?:PBC|PCT|ICO|PMS)\b")]
    private static partial Regex ModelWord();

    /// <summary>Of bodies only; a kind of change or of message is no label.</summary>
    [GeneratedRegex(@"switch\s*\(\s*\w*[Bb]ody\.Kind\b|\b\w*[Bb]ody\.Kind\s*(?:switch|is\b|==|!=)")]
    private static partial Regex SwitchOnKind();

    [GeneratedRegex("(^|/)(obj|bin|Demo)/")]
    private static partial Regex NotOurs();
}
