using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestArrangements;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Plans;

public sealed class PlanAgreementsTests
{
    static PlanSet Agreed(params (string By, string Person)[] agreements) =>
        Plan("p", "1.00", ["Z81001", "Z81002"], Historic(("Z81001", "1.00"), ("Z81002", "0.00"))) with
        {
            RollUp = "LOC-N",
            Agreed = [.. agreements.Select(a => new WrittenAgreement(a.By, a.Person, Begins))],
        };

    [Fact]
    public void IsAgreed_ByWhoGivesAndWhoTakes_InPerson()
    {
        PlanAgreements.IsAgreed(Agreed(("QXX", "Ann"), ("LOC-N", "Ben"))).ShouldBeTrue();
        PlanAgreements.IsAgreed(Agreed(("Z81001", "Ben"), ("QXX", "Ann"))).ShouldBeTrue();
        PlanAgreements.IsAgreed(Agreed(("Y99", "Eve"), ("QXX", "Ann"), ("LOC-N", "Ben"))).ShouldBeTrue();
    }

    [Fact]
    public void IsAgreed_OneSideOnly_OnePersonForBoth_OrAStranger_DoesNotCount()
    {
        PlanAgreements.IsAgreed(Agreed()).ShouldBeFalse();
        PlanAgreements.IsAgreed(Agreed(("QXX", "Ann"))).ShouldBeFalse();
        PlanAgreements.IsAgreed(Agreed(("QXX", "Ann"), ("QXX", "Ben"))).ShouldBeFalse();
        PlanAgreements.IsAgreed(Agreed(("QXX", "Ann"), ("LOC-N", " ann "))).ShouldBeFalse();
        PlanAgreements.IsAgreed(Agreed(("QXX", "Ann"), ("Y99", "Eve"))).ShouldBeFalse();
        PlanAgreements.IsAgreed(Agreed(("Z81001", "Ann"), ("Z81002", "Ben"))).ShouldBeFalse();
    }

    [Fact]
    public void IsAgreed_OfABoardThatHoldsItsOwnMoney_ByTwoWhoPayIntoIt()
    {
        var board = Agreed(("QXX", "Ann"), ("LA-E09", "Ben")) with
        {
            Commissioner = "JCB",
            Holders = ["JCB"],
            RollUp = null,
            Contributors = new Dictionary<string, Money> { ["QXX"] = Money.Zero, ["LA-E09"] = Money.Zero },
        };

        PlanAgreements.IsAgreed(board).ShouldBeTrue();
    }

    [Theory]
    [InlineData("05-01", "2026-05-01")]
    [InlineData("03-15", "2026-03-15")]
    [InlineData("04-01", "2026-04-01")]
    [InlineData("02-29", "2026-02-28")]
    [InlineData("02-30", null)]
    [InlineData("1 May", null)]
    [InlineData("", null)]
    public void DueDate_IsTheDayNearestToTheFirst(string dueOn, string? date)
    {
        var area = Area with { Decisions = [new(At, "plan", "elective-opd", "QXX") { DueOn = dueOn }] };

        PlanAgreements.FindDueDate(area, Agreed())?.ToString("yyyy-MM-dd").ShouldBe(date);
    }

    [Fact]
    public void DueDate_OfAScopeWithoutADecisionOnPlans_IsNull() =>
        PlanAgreements.FindDueDate(Area, Agreed() with { Scope = "total" }).ShouldBeNull();
}
