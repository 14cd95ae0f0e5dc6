using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// Ids of log entries, read from the source: each once, and each in the range of its room (src/ReferralHub/Platform/README.md).
/// </summary>
public sealed partial class LogIdTests
{
    static readonly (string Folder, int From, int To)[] Ranges =
    [
        ("ReferralHub/Web", 1000, 1099),
        ("ReferralHub/Platform", 1100, 1199),
        ("ReferralHub/Journey", 1200, 1599),
        ("ReferralHub/FhirApi", 1600, 1699),
        ("ReferralHub/Referrals", 1700, 1799),
        ("ReferralHub/Identity", 1800, 1999),
        ("ReferralHub/Intake", 2000, 2099),
        ("ReferralHub/Commissioning", 2100, 2199),
        ("ReferralHub/Triage", 3000, 3099),
        ("ReferralHub/Review", 3100, 3199),
        ("ReferralHub/Practices", 3200, 3299),
        ("ReferralHub/Choice", 4000, 4099),
        ("ReferralHub/Dispatch", 5000, 5099),
        ("ReferralHub/Activity", 6000, 6099),
        ("ReferralHub/Budgets", 6100, 6199),
        ("ReferralHub/Feeds", 6200, 6299),
        ("ReferralHub/Operations", 7000, 7099),
        ("ReferralHub.Server", 9000, 9999),
    ];

    [Fact]
    public void EachId_IsGivenOnce() =>
        Ids()
            .GroupBy(i => i.Id)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(i => i.File))}")
            .ShouldBeEmpty();

    [Fact]
    public void EachId_IsInTheRangeOfItsRoom() =>
        Ids()
            .Where(i => !Ranges.Any(r => i.File.StartsWith(r.Folder + "/", StringComparison.Ordinal) && i.Id >= r.From && i.Id <= r.To))
            .Select(i => $"{i.Id} in {i.File}")
            .ShouldBeEmpty();

    [Fact]
    public void TheIds_AreFound() => Ids().Count().ShouldBeGreaterThan(20);

    static IEnumerable<(int Id, string File)> Ids()
    {
        var source = Path.Combine(ModuleBoundaryTests.Root(), "src");
        return Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: f, Name: Path.GetRelativePath(source, f).Replace('\\', '/')))
            .Where(f => !f.Name.Contains("/obj/", StringComparison.Ordinal) && !f.Name.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(f =>
                LogId().Matches(File.ReadAllText(f.Path)).Select(m => (int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), f.Name))
            );
    }

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LogId();
}
