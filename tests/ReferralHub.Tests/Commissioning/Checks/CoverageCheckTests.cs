using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Checks;

/// <summary>Whether somebody pays for all care, and who of several does.</summary>
public sealed class CoverageCheckTests
{
    const string Area = """
        bodies:
          - { id: C, name: Commissioner, kind: k, from: 2020-04-01, contact: c }
          - { id: D, name: Another, kind: k, from: 2020-04-01, contact: c }
          - { id: E, name: A third, kind: k, from: 2020-04-01, contact: c }
          - { id: Z83001, name: One, kind: k, from: 2020-04-01, reportsTo: C, contact: c }
          - { id: Z83002, name: Two, kind: k, from: 2020-04-01, reportsTo: D, contact: c }
        scopes:
          - { id: surgery, words: Surgery, include: [{ pods: [DC, EL] }], strategicRisk: low }
          - { id: beds, words: Nights, include: [{ pods: [EL, NEL] }], strategicRisk: low }
          - { id: old, words: Nights of the old, include: [{ pods: [EL], ageFrom: 75 }], strategicRisk: low }
          - { id: rare, words: Specialised, include: [{ specialised: true }], strategicRisk: specialised }
          - { id: common, words: Not specialised, include: [{}], exclude: [{ specialised: true }], strategicRisk: low }
          - { id: all, words: All, include: [{ sources: [any] }], strategicRisk: low }
        planSets:

        """;

    static string Set(string id, string scope, string holders, string commissioner = "C", int from = 2026) =>
        $"  - {{ id: {id}, commissioner: {commissioner}, scope: {scope}, money: indicative, period: {{ from: {from}-04-01, years: 1 }}, "
        + $"holders: [{holders}], total: 0.00, setting: [{{ step: historic, year: 2025-26, amounts: {{ {holders}: 0.00 }} }}] }}\n";

    static List<string> Check(params string[] sets) =>
        [
            .. RowChecks
                .Check(ShownModels.ReadRows(Area + string.Concat(sets)) with { Calendar = Year() }, ShownModels.Day)
                .Select(f => $"{(f.IsError ? "error" : "warning")} {f.Row}: {f.Text}"),
        ];

    [Fact]
    public void RestBehindAPlan_IsEnough() => Check(Set("s", "surgery", "Z83001"), Set("r", "all", "C")).ShouldBeEmpty();

    [Fact]
    public void NoRest_IsAnError() =>
        Check(Set("s", "surgery", "Z83001"))
            .ShouldBe([
                "error s: for what surgery leaves out of the care of Z83001 no plan set stands behind this one; add one, held by its "
                    + "commissioner, whose scope includes everything (sources: [any])",
            ]);

    [Fact]
    public void RestBeforeAPlan_IsAnError() =>
        Check(Set("r", "all", "C"), Set("s", "surgery", "Z83001"))
            .ShouldBe([
                "error s: for what surgery leaves out of the care of Z83001 no plan set stands behind this one; r takes everything but "
                    + "stands before it: move it behind",
            ]);

    [Fact]
    public void RestOfAnotherCommissioner_IsNotEnough() =>
        Check(Set("s", "surgery", "Z83001"), Set("r", "all", "D", "D")).ShouldHaveSingleItem().ShouldStartWith("error s:");

    [Fact]
    public void RestOfAnotherYear_IsNotEnough() =>
        Check(Set("s", "surgery", "Z83001"), Set("r", "all", "C", from: 2025)).ShouldHaveSingleItem().ShouldStartWith("error s:");

    /// <summary>A practice that holds all its money does not pay for what is specialised, so somebody else must.</summary>
    [Fact]
    public void EverythingHeldByAPractice_IsNoRest() =>
        Check(Set("s", "surgery", "Z83001"), Set("p", "all", "Z83001"))
            .Where(f => f.StartsWith("error", StringComparison.Ordinal))
            .Count()
            .ShouldBe(2);

    [Fact]
    public void PlanThatNoPracticeBelongsTo_IsShown() =>
        Check(Set("s", "surgery", "Z83001"), Set("r", "all", "C"), Set("x", "beds", "E", "E"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("warning x: no practice belongs to a holder of this plan set");

    [Fact]
    public void Overlaps_NameTheFirstAsTheOneThatPays()
    {
        var found = Overlaps(Set("s", "surgery", "Z83001"), Set("b", "beds", "C"), Set("r", "all", "C"), Set("e", "all", "D", "D"));

        found.ShouldHaveSingleItem().ShouldBe("s before b for Z83001");
    }

    [Theory]
    [InlineData("surgery", "beds", true)]
    [InlineData("surgery", "old", true)]
    [InlineData("rare", "common", false)]
    [InlineData("rare", "surgery", false)]
    [InlineData("common", "surgery", true)]
    public void ScopesMeet_WhereBothCoverSomeCare(string first, string second, bool meet) =>
        Overlaps(Set("a", first, "Z83001"), Set("b", second, "Z83001"), Set("r", "all", "C")).Count.ShouldBe(meet ? 1 : 0);

    [Fact]
    public void SpecialisedCare_MeetsThatOfWhoCommissionsForAll() =>
        Overlaps(Set("a", "rare", "C"), Set("b", "surgery", "C"), Set("r", "all", "C")).Count.ShouldBe(1);

    [Fact]
    public void Models_HaveTheOverlapsThatTheirRowsSay() =>
        PlanOverlaps
            .Find(ShownModels.Read(ShownModels.Load(ShownModels.Models)).Configuration.ShouldNotBeNull())
            .Select(o => $"{o.Wins.Id} before {o.Yields.Id} for {string.Join(' ', o.Practices)}")
            .ShouldBe([
                "scg-2026 before joint-2026 for Z81001 Z81002 Z81003 Z81007 Z81008 Z81009",
                "ico-e-2026 before joint-2026 for Z81008 Z81009",
            ]);

    static List<string> Overlaps(params string[] sets) =>
        [
            .. PlanOverlaps
                .Find(ShownModels.ReadRows(Area + string.Concat(sets)))
                .Select(o => $"{o.Wins.Id} before {o.Yields.Id} for {string.Join(' ', o.Practices)}"),
        ];

    static IReadOnlyList<CalendarMonth> Year() =>
        [
            .. Enumerable
                .Range(0, 24)
                .Select(i => new DateOnly(2025, 4, 1).AddMonths(i))
                .Select(m => new CalendarMonth(new("calendar.csv", 2), m, m.AddDays(50), m.AddDays(90), m.AddDays(55), null)),
        ];
}
