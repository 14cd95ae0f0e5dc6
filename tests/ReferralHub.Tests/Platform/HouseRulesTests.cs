using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// How the code reads, checked: no line wider than a screen, no file longer than a few, methods named by what they give back. Where
/// something does not keep to it yet, its room is named here and nowhere else; a room that is named without need is a fault as well,
/// so the lists only get shorter.
/// </summary>
public sealed partial class HouseRulesTests
{
    const int LineCharactersMax = 140;
    const int FileBytesMax = 12_000;

    static readonly string[] Wide =
    [
        "src/ReferralHub.Fhir/Diagnosis.cs",
        "src/ReferralHub.Fhir/FhirPath/",
        "src/ReferralHub.Fhir/FhirWriter.cs",
        "src/ReferralHub.Fhir/Packages/",
        "src/ReferralHub.Fhir/Profiles/",
        "src/ReferralHub.Fhir/Schema/",
        "src/ReferralHub.Fhir/Structure/",
        "src/ReferralHub.Fhir/Terminology/",
        "src/ReferralHub.Server/Bench/",
        "src/ReferralHub.Server/Commands/",
        "src/ReferralHub.Server/Databases/",
        "src/ReferralHub.Server/Demo/",
        "src/ReferralHub.Server/HubBuilder.cs",
        "src/ReferralHub.Server/Settling.cs",
        "src/ReferralHub.Server/Transports/",
        "src/ReferralHub.Server/WarmUp.cs",
        "src/ReferralHub.SqlServer/SqlServerHubDatabase.cs",
        "src/ReferralHub/Budgets/",
        "src/ReferralHub/Choice/",
        "src/ReferralHub/Dispatch/",
        "src/ReferralHub/Operations/",
        "src/ReferralHub/Practices/",
        "src/ReferralHub/Review/",
        "src/ReferralHub/Triage/",
        "tests/ReferralHub.Benchmarks/ReadingBenchmarks.cs",
        "tests/ReferralHub.Fhir.Tests/FhirJsonTests.cs",
        "tests/ReferralHub.Fhir.Tests/FhirNodeTests.cs",
        "tests/ReferralHub.Fhir.Tests/FhirPath/",
        "tests/ReferralHub.Fhir.Tests/Packages/",
        "tests/ReferralHub.Fhir.Tests/Profiles/",
        "tests/ReferralHub.Fhir.Tests/RandomResource.cs",
        "tests/ReferralHub.Fhir.Tests/StructureTests.cs",
        "tests/ReferralHub.Fhir.Tests/Terminology/",
        "tests/ReferralHub.LiveTests/BrowserTests.cs",
        "tests/ReferralHub.LiveTests/Chaos/",
        "tests/ReferralHub.LiveTests/CommandTests.cs",
        "tests/ReferralHub.LiveTests/HtmlCheck.cs",
        "tests/ReferralHub.LiveTests/PageWalk.cs",
        "tests/ReferralHub.LiveTests/SlowClientTests.cs",
        "tests/ReferralHub.Tests/Databases/",
        "tests/ReferralHub.Tests/Dispatch/",
        "tests/ReferralHub.Tests/Review/",
        "tests/ReferralHub.Tests/Triage/",
    ];
    static readonly string[] Long =
    [
        "src/ReferralHub.Fhir/FhirPath/",
        "src/ReferralHub.Fhir/FhirWriter.cs",
        "src/ReferralHub.Fhir/Profiles/",
        "src/ReferralHub.Fhir/Structure/",
        "src/ReferralHub.Server/Commands/",
        "src/ReferralHub.Server/Demo/",
        "src/ReferralHub.Server/HubBuilder.cs",
        "src/ReferralHub.Server/Transports/",
        "src/ReferralHub/Dispatch/",
        "src/ReferralHub/Review/",
        "src/ReferralHub/Triage/",
        "tests/ReferralHub.Fhir.Tests/Profiles/",
        "tests/ReferralHub.Fhir.Tests/StructureTests.cs",
        "tests/ReferralHub.LiveTests/BrowserTests.cs",
        "tests/ReferralHub.LiveTests/Chaos/",
        "tests/ReferralHub.LiveTests/CommandTests.cs",
        "tests/ReferralHub.Tests/Dispatch/",
        "tests/ReferralHub.Tests/Review/",
        "tests/ReferralHub.Tests/Triage/",
    ];
    static readonly string[] OfOrApply = ["src/ReferralHub.Fhir/FhirPath/", "src/ReferralHub.Server/Databases/"];

    [Fact]
    public void EveryLine_FitsAScreen() => Check(f => File.ReadLines(f).Any(l => l.Length > LineCharactersMax), Wide);

    [Fact]
    public void EveryFile_IsShortEnoughToRead() => Check(f => new FileInfo(f).Length > FileBytesMax, Long);

    [Fact]
    public void NoMethod_IsNamedOfOrApply() =>
        Check(f => f.EndsWith(".cs", StringComparison.Ordinal) && MethodOfOrApply().IsMatch(File.ReadAllText(f)), OfOrApply);

    static void Check(Func<string, bool> isAtFault, string[] rooms)
    {
        var root = ModuleBoundaryTests.Root();
        var faults = new[] { "src", "tests" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f), "*.cs*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".cshtml")
            .Select(f => (Path: f, Name: Path.GetRelativePath(root, f).Replace('\\', '/')))
            .Where(f => !Generated().IsMatch(f.Name) && isAtFault(f.Path))
            .Select(f => f.Name)
            .ToList();

        faults.Where(f => !rooms.Any(r => f.StartsWith(r, StringComparison.Ordinal))).ShouldBeEmpty();
        rooms.Where(r => !faults.Any(f => f.StartsWith(r, StringComparison.Ordinal))).ShouldBeEmpty("These keep to the rule by now.");
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
