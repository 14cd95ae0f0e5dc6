using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Tests.Commissioning;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>Which lines the plans of a year have, and whose they are.</summary>
public sealed class LinesInForceTests
{
    static readonly LinesInForce Summer = new(TestArrangements.Area, new(2026, 6, 15));

    [Fact]
    public void Year_HasTheLinesOfItsPlans_InTheOrderOfTheFiles_AndNoExample()
    {
        Summer
            .All.Select(l => l.Id)
            .ShouldBe([
                "single-2026/Z81007",
                "loc-n-2026/Z81001",
                "loc-n-2026/Z81002",
                "loc-n-2026/Z81003",
                "scg-2026/REG-SCG",
                "ico-e-2026/ICO-E",
                "joint-2026/JCB",
                "rest-2026/QXX",
            ]);
        new LinesInForce(TestArrangements.Area, new(2026, 3, 31)).All.ShouldBeEmpty();
        // Plans of three years go on when those of one have ended.
        new LinesInForce(TestArrangements.Area, new(2027, 4, 1))
            .All.Select(l => l.Line.Set.Id)
            .Distinct()
            .ShouldBe(["loc-n-2026", "ico-e-2026"]);
        var spring = new LinesInForce(TestArrangements.Area, new(2027, 4, 1));
        spring.Ended.Select(l => l.Line.Set.Id).Distinct().ShouldBe(["single-2026", "scg-2026", "joint-2026", "rest-2026"]);
        spring.Find("single-2026/Z81007")!.HasEnded.ShouldBeTrue();
        spring.Find("loc-n-2026/Z81001")!.HasEnded.ShouldBeFalse();
        // By then nothing of it can be open.
        new LinesInForce(TestArrangements.Area, new(2029, 4, 1))
            .Ended.Select(l => l.Line.Set.Id)
            .ShouldNotContain("single-2026");
    }

    [Fact]
    public void Line_HasTheWordsOfItsScope_ItsHolder_AndWhoseMoneyItIs()
    {
        var line = Summer.Find("loc-n-2026/Z81001")!;

        (line.HolderName, line.ScopeWords, line.GiverName).ShouldBe(
            ("Alder Lane Practice", "Outpatient care that a GP asked for", "Demonstration Commissioner")
        );
        Summer.Find("loc-n-2026/Z81099").ShouldBeNull();
    }

    [Fact]
    public void Holder_IsFoundByItsIdOrItsCode_AndABodyHasItsMembersLinesBesideItsOwn()
    {
        Summer.FindHeldBy("z81001").ShouldBe(["loc-n-2026/Z81001"]);
        Summer.FindHeldBy("LOC-N").ShouldBeEmpty();
        Summer.FindHeldByMembers("LOC-N").ShouldBe(["loc-n-2026/Z81001", "loc-n-2026/Z81002", "loc-n-2026/Z81003"]);
        new LinesInForce(TestArrangements.Area, new(2026, 10, 1))
            .FindHeldByMembers("LOC-N")
            .ShouldBe(["loc-n-2026/Z81001", "loc-n-2026/Z81003"]);
        Summer.FindHeldByMembers("JCB").ShouldBe(["rest-2026/QXX"]);
    }
}
