using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Plans;

/// <summary>Budgets whose figures were worked out by hand and by another program before this one was written.</summary>
public sealed class WorkedPlanTests
{
    static readonly string[] Three = ["Z81001", "Z81002", "Z81003"];

    static readonly HistoricStep LastYear = Historic(("Z81001", "260000.00"), ("Z81002", "330000.00"), ("Z81003", "410000.00"));
    static readonly (string, long)[] Need = [("Z81001", 5100), ("Z81002", 7333), ("Z81003", 9001)];

    static string[] Amounts(IReadOnlyDictionary<string, Money> amounts) => [.. Three.Select(h => amounts[h].ToString())];

    [Fact]
    public void FairShares_AtFullWeight_AreTheSharesByNeed()
    {
        var plan = PlanSetting.Calculate(Set("1000000.00", Three, LastYear, FairShares(1000, Need)));

        plan.Fault.ShouldBeNull();
        Amounts(plan.Authority).ShouldBe(["£237,939.72", "£342,120.00", "£419,940.28"]);
    }

    [Fact]
    public void FairShares_At300PerMille_AreTheBlend_WithDistances()
    {
        var plan = PlanSetting.Calculate(Set("1000000.00", Three, LastYear, FairShares(300, Need)));

        plan.Fault.ShouldBeNull();
        Amounts(plan.Authority).ShouldBe(["£253,381.92", "£333,636.00", "£412,982.08"]);
        var notes = plan.Steps[1].Notes;
        notes["Z81001"].ShouldBe("share by need £237,939.72 (5,100 of 21,434); 9.27 % above it before, 6.49 % above it after");
        notes["Z81002"].ShouldContain("3.54 % below it before");
        notes["Z81003"].ShouldContain("2.37 % below it before");
    }

    [Fact]
    public void Limit_ToTwoPercent_SharesOutWhatItCutsOff()
    {
        var plan = PlanSetting.Calculate(Set("1000000.00", Three, LastYear, FairShares(300, Need), Limit(20)));

        plan.Fault.ShouldBeNull();
        Amounts(plan.Authority).ShouldBe(["£254,800.00", "£333,002.31", "£412,197.69"]);
        plan.Left.ShouldBe(Money.Zero);
        plan.Steps.Select(s => s.Step.Word).ShouldBe(["historic", "fairShares", "limit"]);
        plan.Steps[2].Before.ShouldBe(plan.Steps[1].After);
        plan.Steps[2].Notes["Z81001"].ShouldBe("between £254,800.00 and £265,200.00; held at the lower bound");
        plan.Steps[2].Notes["Z81002"].ShouldBe("between £323,400.00 and £336,600.00");
    }

    [Fact]
    public void Capitation_With17833HeadsAndAnAdjustment_IsTheTotal()
    {
        var plan = PlanSetting.Calculate(Set("21400000.00", ["ICO-E"], Capitation(17_833, "1200.02"), Adjust("43.34")));

        plan.Fault.ShouldBeNull();
        plan.Authority["ICO-E"].ShouldBe(Pounds("21400000.00"));
        plan.Steps[0].Words.ShouldBe("Begin with £1,200.02 for each of 17,833 weighted heads: £21,399,956.66.");
        plan.Steps[1].Words.ShouldBe("Add £43.34 to ICO-E: A ward that closed (Demonstration Commissioner stands for it).");
    }

    [Fact]
    public void Total_OneMorePennyThanTheSteps_IsAFault()
    {
        var plan = PlanSetting.Calculate(Set("21400000.01", ["ICO-E"], Capitation(17_833, "1200.02"), Adjust("43.34")));

        plan.Authority.ShouldBeEmpty();
        plan.Fault.ShouldBe(
            new ConfigurationFault(
                true,
                At,
                "plan-2026",
                "The steps arrive at £21,400,000.00 for the holders, which is £0.01 less than the total £21,400,000.01: "
                    + "correct the total, or add the step that is missing."
            )
        );
    }
}
