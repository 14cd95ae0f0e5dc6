using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Triage.Approval;
using ReferralHub.Triage.Measures;

namespace ReferralHub.Triage;

sealed class TriageScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // The practice is told why; a provider is told what the message to it says.
        rules.Table<TriageRun>(t => t.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
        rules.ShareTable<StoredRulePack>("the rules, which all staff may read");
        rules.ShareTable<PackAct>("who approved the rules, which all staff may read");
        rules.ShareTable<DeclaredInterest>("the register of interests, which is public");
        rules.KeepTable<RuleDay>("what the rules do, for those who answer for them");
        rules.KeepTable<RuleAvoided>("what the rules do, for those who answer for them");
        rules.KeepTable<SpecialtyPriceDay>("prices of all practices together");
    }
}
