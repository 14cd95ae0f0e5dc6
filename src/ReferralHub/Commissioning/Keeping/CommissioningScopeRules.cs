using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Commissioning.Keeping;

sealed class CommissioningScopeRules : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // They name holders and sums of a whole area; what of them a page or feed tells, it says for itself.
        rules.KeepTable<CommissioningText>("commissioning arrangements of all bodies together");
        rules.KeepTable<CommissioningLoad>("when commissioning arrangements were loaded");
    }
}
