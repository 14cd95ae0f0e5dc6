using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals;

sealed class ReferralsScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.Table<ReferralRecord>(r => r.Referral);
        rules.Table<ReferralIdentifier>(i => i.Referral);
        rules.Table<StoredDocument>(d => d.Referral).HideFrom(ScopeKind.Referral);
        rules.Table<Submission>(s => s.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
        // What practice and centre say to each other goes to a provider only as part of a message that is sent to it.
        rules.Table<PracticeMessage>(m => m.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
        rules.Table<AttachmentScan>(s => s.Referral).HideFrom(ScopeKind.Referral);
        rules.ShareTable<Practice>("the register of practices, which is public");
    }
}
