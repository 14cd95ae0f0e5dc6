using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Plans;

public sealed class PlanSettingTests
{
    static readonly string[] Two = ["A", "B"];
    static readonly HistoricStep Even = Historic(("A", "100.01"), ("B", "200.00"));

    static PlanStepResult Last(string total, params SettingStep[] steps)
    {
        var plan = PlanSetting.Calculate(Set(total, Two, steps));
        plan.Fault.ShouldBeNull();
        return plan.Steps[^1];
    }

    static string Fault(PlanSet set) => PlanSetting.Calculate(set).Fault.ShouldNotBeNull().Text;

    static (string, string) After(PlanStepResult step) => (step.After["A"].ToString(), step.After["B"].ToString());

    [Theory]
    [InlineData(ChangeKind.Uplift, 25, "307.51", "£102.51", "£205.00", "Add 2.5 % for prices: £300.01 becomes £307.51.")]
    [InlineData(ChangeKind.Growth, 10, "303.01", "£101.01", "£202.00", "Add 1 % for growth in demand: £300.01 becomes £303.01.")]
    [InlineData(ChangeKind.Reduce, 30, "291.01", "£97.01", "£194.00", "Take away 3 %: £300.01 becomes £291.01.")]
    public void Change_EachAmountByItself(ChangeKind kind, long perMille, string total, string a, string b, string words)
    {
        var step = Last(total, Even, Change(kind, perMille));

        After(step).ShouldBe((a, b));
        step.Words.ShouldBe(words);
        step.Before["A"].ShouldBe(Pounds("100.01"));
    }

    [Fact]
    public void Capitation_OverSeveralHolders_GivesEachItsHeads()
    {
        var step = Last("300.30", Capitation(300, "1.00", ("A", 100), ("B", 200)), Adjust("0.30", "B"));

        After(step).ShouldBe(("£100.00", "£200.30"));
    }

    [Fact]
    public void Capitation_AfterHistoric_BindsALimitToLastYear()
    {
        var step = Last("300.00", Historic(("A", "100.00"), ("B", "200.00")), Capitation(300, "1.00", ("A", 150), ("B", 150)), Limit(100));

        After(step).ShouldBe(("£110.00", "£190.00"));
    }

    [Fact]
    public void TopSlice_FillsThePool_AndHoldersAndPoolAreTheTotal()
    {
        var plan = PlanSetting.Calculate(Set("300.01", Two, Even, TopSlice(30, "contingency")));

        plan.Fault.ShouldBeNull();
        plan.Authority["A"].ShouldBe(Pounds("97.01"));
        plan.Authority["B"].ShouldBe(Pounds("194.00"));
        plan.Pools["contingency"].ShouldBe(Pounds("9.00"));
        plan.Steps[1].Notes["A"].ShouldBe("£3.00 into contingency");
        plan.Steps[1].Pools["contingency"].ShouldBe(Pounds("9.00"));
    }

    [Fact]
    public void Round_LastHolderTakesTheDifference()
    {
        var step = Last("300.01", Even, Round(100));

        After(step).ShouldBe(("£100.00", "£200.01"));
        step.Words.ShouldBe("Round every amount to £1.00; B takes the difference.");
    }

    [Fact]
    public void Limit_WhenEverybodyIsBound_PutsWhatIsLeftIntoTheNamedPool()
    {
        var grown = Change(ChangeKind.Growth, 100);
        var plan = PlanSetting.Calculate(
            Set("330.00", Two, Historic(("A", "100.00"), ("B", "200.00")), grown, Limit(20, leftTo: "reserve"))
        );

        plan.Fault.ShouldBeNull();
        plan.Authority["A"].ShouldBe(Pounds("102.00"));
        plan.Authority["B"].ShouldBe(Pounds("204.00"));
        plan.Pools["reserve"].ShouldBe(Pounds("24.00"));
        plan.Steps[2].Words.ShouldEndWith("Everybody is at the bound, and £24.00 goes to reserve.");
    }

    [Fact]
    public void Limit_WhenEverybodyIsBoundAndNoPoolIsNamed_IsAFaultThatSaysHowMuch()
    {
        var plan = PlanSetting.Calculate(
            Set("330.00", Two, Historic(("A", "100.00"), ("B", "200.00")), Change(ChangeKind.Growth, 100), Limit(20))
        );

        plan.Left.ShouldBe(Pounds("24.00"));
        plan.Fault.ShouldNotBeNull().Text.ShouldStartWith("Every holder is at its bound and £24.00 is left over");
        plan.Fault.Place.ShouldNotBeNull().Line.ShouldBe(11);
        plan.Authority.ShouldBeEmpty();
    }

    [Fact]
    public void Limit_WhenLowerBoundsAreMoreThanThereIs_IsAFaultEvenWithAPool()
    {
        var plan = PlanSetting.Calculate(
            Set("270.00", Two, Historic(("A", "100.00"), ("B", "200.00")), Change(ChangeKind.Reduce, 100), Limit(20, leftTo: "reserve"))
        );

        plan.Left.ShouldBe(Pounds("-24.00"));
        plan.Fault.ShouldNotBeNull().Text.ShouldContain("£24.00 more than there is");
    }

    [Fact]
    public void Limit_BindsTheFurthestOutsideFirst()
    {
        // All three lie outside at first. C is 60 too low and is bound; what it takes comes from A and B, which then lie inside.
        var plan = PlanSetting.Calculate(
            Set(
                "300.00",
                ["A", "B", "C"],
                Historic(("A", "100.00"), ("B", "100.00"), ("C", "100.00")),
                FairShares(1000, ("A", 140), ("B", 130), ("C", 30)),
                Limit(100)
            )
        );

        plan.Fault.ShouldBeNull();
        plan.Authority.Values.Select(a => a.ToString()).ShouldBe(["£108.89", "£101.11", "£90.00"]);
    }

    public static TheoryData<string, PlanSet> Faults =>
        new()
        {
            { "has no holders", Set("1.00", [], Even) },
            { "A is named twice", Set("300.01", ["A", "A"], Even) },
            { "does not say how its budgets were set", Set("1.00", Two) },
            { "The total −£1.00", Set("-1.00", Two, Even) },
            { "put historic or capitation first", Set("1.00", Two, Change(ChangeKind.Uplift, 1)) },
            { "put it first, or leave it out", Set("1.00", Two, Even, Even) },
            { "names no figure for B", Set("1.00", Two, Historic(("A", "1.00"))) },
            { "names C, which is not among the holders", Set("1.00", Two, Historic(("A", "1.00"), ("B", "1.00"), ("C", "1.00"))) },
            { "has −£1.00 for A", Set("1.00", Two, Historic(("A", "-1.00"), ("B", "2.00"))) },
            { "more than £1,000,000,000,000.00", Set("1.00", Two, Historic(("A", "600000000000.00"), ("B", "600000000000.00"))) },
            { "more than £1,000,000,000,000.00", Set("1.00", ["A"], Capitation(long.MaxValue, "92233720368547758.07")) },
            { "figure below zero", Set("1.00", ["A"], Capitation(-1, "1.00")) },
            { "299 together and not 300", Set("300.00", Two, Capitation(300, "1.00", ("A", 100), ("B", 199))) },
            { "names no figure for A", Set("300.00", Two, Capitation(300, "1.00")) },
            { "-5 per mille", Set("1.00", Two, Even, Change(ChangeKind.Uplift, -5)) },
            { "10,001 per mille", Set("1.00", Two, Even, Change(ChangeKind.Growth, 10_001)) },
            { "1,001 per mille", Set("1.00", Two, Even, Change(ChangeKind.Reduce, 1001)) },
            { "weight of 1,001 per mille", Set("300.01", Two, Even, FairShares(1001, ("A", 1), ("B", 1))) },
            { "no need for any holder", Set("300.01", Two, Even, FairShares(10, ("A", 0), ("B", 0))) },
            { "need below zero for B", Set("300.01", Two, Even, FairShares(10, ("A", 1), ("B", -1))) },
            { "names no figure for B", Set("300.01", Two, Even, FairShares(10, ("A", 1))) },
            { "binds to growth", Set("300.01", Two, Even, Limit(10, reference: "growth")) },
            { "limit has 1,001 per mille", Set("300.01", Two, Even, Limit(1001)) },
            { "topSlice has -1 per mille", Set("300.01", Two, Even, TopSlice(-1, "p")) },
            { "round has 0 pence", Set("300.01", Two, Even, Round(0)) },
            {
                "The step round leaves B with −£0.20",
                Set("1.80", ["A", "C", "B"], Historic(("A", "0.60"), ("C", "0.60"), ("B", "0.60")), Round(100))
            },
            { "does not say whose", Set("300.01", Two, Even, Adjust("1.00")) },
            { "names C, which is not among", Set("300.01", Two, Even, Adjust("1.00", "C")) },
            { "The step adjust leaves A with −£0.01", Set("1.00", Two, Even, Adjust("-100.02", "A")) },
            { "£9.00 for pools, which is £0.01 more", Set("300.00", Two, Even, TopSlice(30, "p")) },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Steps_ThatCannotBeTaken_AreAFaultInWords(string words, PlanSet set)
    {
        Fault(set).ShouldContain(words);
        PlanSetting.Calculate(set).Authority.ShouldBeEmpty();
    }
}
