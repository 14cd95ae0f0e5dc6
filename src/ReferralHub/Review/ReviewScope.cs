using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Review.Concerns;

namespace ReferralHub.Review;

sealed class ReviewScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // What is decided the practice reads; what is not decided yet, or never leaves the centre, it does not.
        rules.Table<ReviewDecision>(d => d.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
        rules.Table<Concern>(c => c.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
        rules.Table<ReviewDraft>(d => d.Referral).KeepInCentre();
        rules.Table<ReviewClaim>(c => c.Referral).KeepInCentre();
        rules.Table<ReviewAct>(a => a.Referral).KeepInCentre();
        rules.Table<PendingDecision>(p => p.Referral).KeepInCentre();
        rules.KeepTable<ReviewSession>("how reviewers work");
        rules.KeepTable<ReviewerInterest>("interests of reviewers");
    }
}
