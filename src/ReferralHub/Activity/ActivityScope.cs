using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Activity;

sealed class ActivityScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules
            .TableBy<ActivityMonth>("by practice and provider")
            .For(ScopeKind.Practices, (db, m) => db.ScopePractices.Contains(m.Practice))
            .For(ScopeKind.Figures, (db, m) => db.ScopePractices.Contains(m.Practice))
            .For(ScopeKind.Providers, (db, m) => db.ScopeProviders.Contains(m.Provider));
        rules
            .Table<ActivityReferral>(r => r.Referral)
            .For(ScopeKind.Practices, (db, r) => db.ScopePractices.Contains(r.Practice))
            // What it would cost is added up from these rows; no patient stands in them.
            .For(ScopeKind.Figures, (db, r) => db.ScopePractices.Contains(r.Practice))
            .For(ScopeKind.Providers, (db, r) => r.Provider != null && db.ScopeProviders.Contains(r.Provider));
    }
}
