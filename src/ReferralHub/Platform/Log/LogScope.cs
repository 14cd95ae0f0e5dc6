using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Platform.Log;

sealed class LogScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.Table<LogEvent>(e => e.Referral);
        rules.KeepTable<LogCursor>("how far the projections have come");
    }
}
