using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// How the code reads, checked: no line wider than a screen, no file longer than a few, methods named by what they give back.
/// </summary>
public sealed partial class HouseRulesTests
{
    const int LineCharactersMax = 140;
    const int FileBytesMax = 12 * 1024;

    [Fact]
    public void EveryLine_FitsAScreen() => Check(f => File.ReadLines(f).Any(l => l.Length > LineCharactersMax));

    [Fact]
    public void EveryFile_IsShortEnoughToRead() => Check(f => new FileInfo(f).Length > FileBytesMax);

    [Fact]
    public void NoMethod_IsNamedOfOrApply() =>
        Check(f => f.EndsWith(".cs", StringComparison.Ordinal) && MethodOfOrApply().IsMatch(File.ReadAllText(f)));

    static void Check(Func<string, bool> isAtFault)
    {
        var root = ModuleBoundaryTests.Root();
        var faults = new[] { "src", "tests" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f), "*.cs*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".cshtml")
            .Select(f => (Path: f, Name: Path.GetRelativePath(root, f).Replace('\\', '/')))
            .Where(f => !Generated().IsMatch(f.Name) && isAtFault(f.Path))
            .Select(f => f.Name)
            .ToList();

        faults.ShouldBeEmpty();
    }

    /// <summary>What a tool writes: migrations, and what the compiler makes of them all.</summary>
    [GeneratedRegex("/(obj|bin|Migrations)/")]
    private static partial Regex Generated();

    [GeneratedRegex(
        @"^ +(?:(?:public|internal|private|protected|static|override|virtual|async) )+[\w<>?\[\],.() ]+ (?:Of|Apply)(?:Async)?(?:<\w+>)?\(",
        RegexOptions.Multiline
    )]
    private static partial Regex MethodOfOrApply();
}
