using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Commissioning.Agreeing;

sealed class PlanScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // A line belongs to several parties, some of them without patients; ReadPlans asks whether somebody is one.
        rules.KeepTable<PlanLineYear>("budgets of all bodies together");
        rules.KeepTable<PlanAct>("who agreed to which budget");
    }
}
