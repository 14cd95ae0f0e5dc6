using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>I-10: what the holders of a plan set and its pools have together is its total.</summary>
static class PlanTotals
{
    public const string Name = "I-10";

    public static IEnumerable<IdentityFault> Check(Configuration configuration)
    {
        foreach (var set in configuration.PlanSets)
        {
            var plan = PlanSetting.Calculate(set);
            var sum = plan.Authority.Values.Concat(plan.Pools.Values).Aggregate(Money.Zero, (a, b) => a + b);
            if (plan.Fault is { } fault)
                yield return new(Name, $"plan set {set.Id}", fault.Text);
            else if (sum != set.Total)
                yield return new(Name, $"plan set {set.Id}", $"its holders and pools have {sum}, and its total is {set.Total}.");
        }
    }
}
