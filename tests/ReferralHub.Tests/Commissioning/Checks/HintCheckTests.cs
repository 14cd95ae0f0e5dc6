using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Checks;

/// <summary>What is shown and stops nothing.</summary>
public sealed class HintCheckTests
{
    /// <summary>An area of two practices in which nothing is worth a word.</summary>
    const string Bodies = """
        bodies:
          - { id: C, name: Commissioner, kind: k, population: 200000, from: 2020-04-01, contact: c }
          - { id: G, name: Group, kind: k, from: 2020-04-01, contact: c }
          - { id: P1, name: One, kind: k, ods: Z83001, from: 2020-04-01, reportsTo: C, contact: c }
          - { id: P2, name: Two, kind: k, ods: Z83002, from: 2020-04-01, reportsTo: C, contact: c }
        members:
          - { body: G, member: P1, from: 2020-04-01 }
          - { body: G, member: P2, from: 2020-04-01 }

        """;

    const string Rest = """
          - { id: r, commissioner: C, scope: rest, money: real, period: { from: 2026-04-01, years: 1 }, holders: [C], total: 1.00,
              setting: [{ step: historic, year: 2025-26, amounts: { C: 1.00 } }] }

        """;

    static string Scopes(string risk, string more = "") =>
        $$"""
            scopes:
              - { id: part, words: A part, include: [{ pods: [EL] }], strategicRisk: {{risk}}{{more}} }
              - { id: rest, words: All, include: [{}], strategicRisk: high }

            """;

    static string Plan(string holder, string money) =>
        $$"""
            planSets:
              - { id: p, commissioner: C, scope: part, money: {{money}}, period: { from: 2026-04-01, years: 1 }, holders: [{{holder}}],
                  total: 1.00, setting: [{ step: historic, year: 2025-26, amounts: { {{holder}}: 1.00 } }] }
            {{Rest}}
            """;

    static List<ConfigurationFault> Check(string rows, Func<Configuration, Configuration>? change = null)
    {
        var configuration = ShownModels.ReadRows(rows);
        configuration = configuration with { Calendar = Year() };
        return [.. RowChecks.Check(change?.Invoke(configuration) ?? configuration, ShownModels.Day)];
    }

    [Theory]
    [InlineData("P1", "real", "high", true)]
    [InlineData("P1", "real", "specialised", true)]
    [InlineData("P1", "real", "low", false)]
    [InlineData("P1", "indicative", "high", false)]
    [InlineData("G", "real", "high", false)]
    public void RealMoneyOfOnePractice_ForRareCare_IsShown(string holder, string money, string risk, bool isShown)
    {
        var faults = Check(Bodies + Scopes(risk) + Plan(holder, money));

        faults
            .Select(f => f.Describe())
            .ShouldBe(
                isShown
                    ?
                    [
                        $"warning rows.yaml:15 p: P1 is a single practice with real money for part, whose risk is {risk}; "
                            + "let several hold it together, pool the risk, or make the money indicative",
                    ]
                    : []
            );
    }

    [Theory]
    [InlineData("P1", 5_001, 1)]
    [InlineData("P1", 5_000, 0)]
    [InlineData("G", 12_001, 1)]
    [InlineData("G", 12_000, 0)]
    [InlineData("C", 200_001, 1)]
    public void HolderOfFewerPeopleThanItsScopeAsksFor_IsShown(string holder, int least, int shown)
    {
        var faults = Check(
            Bodies + Scopes("low", $", minPopulation: {least}") + Plan(holder, "indicative"),
            c => c with { Population = [Band("Z83001", 2025, 9_999), Band("Z83001", 2026, 5_000), Band("Z83002", 2026, 7_000)] }
        );

        faults.Count(f => f.Text.Contains("below that chance decides more")).ShouldBe(shown);
        faults.ShouldAllBe(f => !f.IsError);
    }

    /// <summary>Where one list is not known, no sum is made up.</summary>
    [Fact]
    public void HolderOfUnknownSize_IsNotJudged() =>
        Check(
                Bodies + Scopes("low", ", minPopulation: 50000") + Plan("G", "indicative"),
                c => c with { Population = [Band("Z83001", 2026, 5_000)] }
            )
            .ShouldNotContain(f => f.Text.Contains("serves"));

    [Fact]
    public void BodyWithoutContact_IsShown_WhileItIsThere()
    {
        var rows = Bodies
            .Replace(", contact: c }", " }", StringComparison.Ordinal)
            .Replace("reportsTo: C }", "reportsTo: C, to: 2026-03-31 }");

        Check(rows + Scopes("low") + Plan("G", "indicative"))
            .Where(f => f.Text.Contains("no contact"))
            .Select(f => f.Row)
            .ShouldBe(["C", "G"]);
    }

    [Fact]
    public void SchemeThatPaysWhateverBecomesOfQuality_IsShown()
    {
        const string Open = "schemes: [{ id: s, holders: [P1], parts: [{ id: a, pay: share, of: saving, perMille: 700 }] }]\n";
        const string Gated =
            "schemes: [{ id: s, holders: [P1], markers: [{ id: m, words: w, value: 0.00 }], "
            + "parts: [{ id: a, pay: share, of: saving, perMille: 700, onlyIfAnyMarker: true }] }]\n";

        Check(Bodies + Scopes("low") + Plan("G", "indicative") + Open)
            .ShouldHaveSingleItem()
            .Text.ShouldContain("whatever becomes of quality");
        Check(Bodies + Scopes("low") + Plan("G", "indicative") + Gated).ShouldBeEmpty();
    }

    [Fact]
    public void PlanOfABodyThatHasEnded_IsShown() =>
        Check(
                Bodies.Replace("name: Group, kind: k, from: 2020-04-01", "name: Group, kind: k, from: 2020-04-01, to: 2026-03-31")
                    + Scopes("low")
                    + Plan("G", "indicative")
            )
            .ShouldContain(f => f.Row == "p" && f.Text.Contains("G is not there on 2026-04-01"));

    [Fact]
    public void YearWithoutCalendar_IsShownOnce()
    {
        var faults = Check(Bodies + Scopes("low") + Plan("G", "indicative"), c => c with { Calendar = [c.Calendar[0]] });

        faults
            .ShouldHaveSingleItem()
            .Text.ShouldBe("calendar.csv lacks 11 of the 12 months of 2026/27, from 2026-05 on; add them, or they cannot be closed");
    }

    static PopulationBand Band(string practice, int year, long patients) =>
        new(new("population.csv", 2), practice, new(year, 1, 1), "female", 0, null, patients);

    static IReadOnlyList<CalendarMonth> Year() =>
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => new DateOnly(2026, 4, 1).AddMonths(i))
                .Select(m => new CalendarMonth(new("calendar.csv", 2), m, m.AddDays(50), m.AddDays(90), m.AddDays(55), null)),
        ];
}
