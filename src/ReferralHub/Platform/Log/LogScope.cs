using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Platform.Log;

sealed class LogScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // What is about the books has no referral by which a narrow scope could find it; the feed has a list of its own for it.
        rules.Table<LogEvent>(e => e.Referral).BelongsWhere(e => !e.Type.StartsWith(LogSubjects.BookPrefix));
        rules.KeepTable<LogCursor>("how far the projections have come");
    }
}
