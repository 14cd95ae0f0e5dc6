using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestArrangements;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Checks;

public sealed class PlanChecksTests
{
    static readonly DateOnly Autumn = new(2026, 11, 27);

    static readonly PlanSet Good = Plan("good", "300.00", ["A", "B"], Historic(("A", "100.00"), ("B", "200.00"))) with
    {
        RollUp = "LOC-N",
        Agreed = TestArrangements.Agreed("LOC-N", "QXX"),
    };

    static ConfigurationFault[] Check(PlanSet set, DateOnly? today = null) =>
        [.. PlanChecks.Check(Area with { PlanSets = [set] }, today ?? Autumn)];

    static ConfigurationFault CheckOne(PlanSet set, bool isError)
    {
        var fault = Check(set).ShouldHaveSingleItem();
        fault.IsError.ShouldBe(isError);
        fault.Row.ShouldBe("good");
        fault.Place.ShouldNotBeNull().File.ShouldBe("plans.yaml");
        return fault;
    }

    [Fact]
    public void WholeArea_HasNothingWrong() => PlanChecks.Check(Area, Autumn).ShouldBeEmpty();

    [Fact]
    public void Steps_ThatMissTheTotal_AreAnError() =>
        CheckOne(Good with { Total = Pounds("300.01") }, true)
            .Text.ShouldStartWith("The steps arrive at £300.00 for the holders, which is £0.01 less");

    [Fact]
    public void HoldersAndPools_ThatAreNotTheTotal_AreAnError() =>
        CheckOne(Good with { Setting = [.. Good.Setting, TopSlice(100, "p")], Total = Pounds("270.00") }, true)
            .Text.ShouldContain("£270.00 for the holders and £30.00 for pools, which is £30.00 more than the total £270.00");

    [Fact]
    public void AStepThatCannotBeTaken_IsAnErrorAtItsLine() =>
        CheckOne(Good with { Setting = [.. Good.Setting, Round(0)] }, true).Place!.Line.ShouldBe(13);

    [Fact]
    public void OneAgreement_IsAnError() =>
        CheckOne(Good with { Agreed = [Good.Agreed[0]] }, true)
            .Text.ShouldStartWith("The plan set is marked as agreed by LOC-N: it takes QXX, whose money it is, and LOC-N.");

    [Fact]
    public void TwoAgreementsOfOneOrganisation_AreAnError() =>
        CheckOne(Good with { Agreed = TestArrangements.Agreed("QXX", "QXX") }, true).Text.ShouldContain("marked as agreed by QXX:");

    [Fact]
    public void AStrangersAgreement_DoesNotMakeTwo() =>
        CheckOne(Good with { Agreed = TestArrangements.Agreed("Y99", "QXX") }, true).Text.ShouldContain("by QXX (Y99 has no part in it)");

    [Fact]
    public void OnePersonForBoth_IsAnError()
    {
        var twice = Good.Agreed.Select(a => a with { Person = "Ann Example" }).ToList();

        CheckOne(Good with { Agreed = twice }, true)
            .Text.ShouldBe("Ann Example agreed for LOC-N and QXX: two people must agree, each for their own organisation.");
    }

    [Fact]
    public void NoAgreement_IsAProposal_UntilItsDueDate()
    {
        Check(Good with { Agreed = [] }, new(2026, 5, 1)).ShouldBeEmpty();
        var late = Check(Good with { Agreed = [] }, new(2026, 5, 2)).ShouldHaveSingleItem();
        late.IsError.ShouldBeFalse();
        late.Text.ShouldBe("The plan was to be agreed by 2026-05-01 and is not: ask QXX and the holders.");
        Check(Good with { Agreed = [] }, new(2027, 4, 1)).ShouldBeEmpty(); // over: nobody needs to agree any more
    }

    [Fact]
    public void NoAgreement_WhereNoRowSetsADay_IsNothing() => Check(Good with { Agreed = [], Scope = "total" }).ShouldBeEmpty();

    [Fact]
    public void AnAgreementThatHasNotCome_IsAWarning() =>
        CheckOne(Good with { Agreed = [Good.Agreed[0], Good.Agreed[1] with { On = new(2027, 1, 1) }] }, false)
            .Text.ShouldContain("2027-01-01, which has not come");

    [Fact]
    public void HoldersWithoutABodyOfTheirs_WhoHaveNotAgreed_AreAWarning() =>
        CheckOne(Good with { RollUp = null, Agreed = TestArrangements.Agreed("A", "QXX") }, false)
            .Text.ShouldBe("The plan counts as agreed, and nobody has agreed for B.");

    [Fact]
    public void AnExample_NeedsRightFigures_AndNobodysAgreement()
    {
        Check(Good with { IsExample = true, Agreed = [Good.Agreed[0]] }).ShouldBeEmpty();
        CheckOne(Good with { IsExample = true, Total = Pounds("1.00") }, true);
    }

    [Fact]
    public void Contributors_WhoPayAnotherSum_AreAnError()
    {
        var contributors = new Dictionary<string, Money> { ["QXX"] = Pounds("100.00"), ["LA-E09"] = Pounds("199.99") };

        CheckOne(Good with { Contributors = contributors }, true)
            .Text.ShouldBe("The contributors pay £299.99 together, and the total is £300.00: correct one of them.");
        contributors["LA-E09"] = Pounds("200.00");
        Check(Good with { Contributors = contributors }).ShouldBeEmpty();
        contributors["LA-E09"] = new(long.MaxValue);
        CheckOne(Good with { Contributors = contributors }, true).Text.ShouldContain("LA-E09 pays");
    }

    [Theory]
    [InlineData("9999-04-01", 1)]
    [InlineData("2026-04-01", 0)]
    [InlineData("2026-04-01", int.MaxValue)]
    public void APlanWithoutAnEnd_IsAnErrorAndNoException(string from, int years) =>
        CheckOne(Good with { Period = new(DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), years) }, true)
            .Text.ShouldContain("has no end");
}
