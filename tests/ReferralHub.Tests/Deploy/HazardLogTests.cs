using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Deploy;

/// <summary>The hazard log names code and tests that are there: a control taken away or a test renamed is found.</summary>
public sealed partial class HazardLogTests
{
    const int HeadingRows = 2;
    static readonly string Root = FindRoot();

    static readonly List<Hazard> Hazards = ReadLog();

    [Fact]
    public void Hazards_AreNumberedWithoutAGap_AndEachHasAControl()
    {
        var numbers = Hazards.ConvertAll(h => h.Number);

        numbers.ShouldBe(Enumerable.Range(1, Hazards.Count));
        Hazards.Where(h => h.Controls.Count == 0).Select(h => h.Title).ShouldBeEmpty();
        Hazards.Where(h => !h.Text.Contains("Severity ", StringComparison.Ordinal)).Select(h => h.Title).ShouldBeEmpty();
    }

    [Fact]
    public void Controls_StandInFilesThatAreThere()
    {
        var places = Hazards.SelectMany(h => h.Controls).Select(c => c.Where).Distinct();

        var missing = places.Where(p => !File.Exists(Path.Combine(Root, p)) && !Directory.Exists(Path.Combine(Root, p)));

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Controls_HaveTestsThatAreThereAndRun()
    {
        var known = NamedTests.Read(Root);

        var unknown = Hazards.SelectMany(h => h.Controls).Select(c => c.Test).Where(t => !known.Contains(t)).Distinct();

        unknown.ShouldBeEmpty();
    }

    static List<Hazard> ReadLog()
    {
        var hazards = new List<Hazard>();
        foreach (var section in File.ReadAllText(Path.Combine(Root, "docs", "hazards.md")).Split("\n## H-").Skip(1))
        {
            var title = section[..section.IndexOf('\n', StringComparison.Ordinal)];
            var controls = Row().Matches(section).Select(m => new Control(m.Groups["where"].Value, m.Groups["test"].Value)).ToList();
            var rows = section.Split('\n').Count(l => l.StartsWith('|')) - HeadingRows;
            rows.ShouldBe(controls.Count, $"a row of H-{title} does not name a file and a test");
            var number = int.Parse(
                title[..title.IndexOf(' ', StringComparison.Ordinal)],
                System.Globalization.CultureInfo.InvariantCulture
            );
            hazards.Add(new(number, title, section, controls));
        }

        return hazards;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("ReferralHub.sln is in no folder above.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^\|[^|]+\| `(?<where>[^`|]+)` \| `(?<test>\w+\.\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    sealed record Hazard(int Number, string Title, string Text, IReadOnlyList<Control> Controls);

    sealed record Control(string Where, string Test);
}
