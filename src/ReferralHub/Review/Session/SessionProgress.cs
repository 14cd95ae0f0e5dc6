using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Session;

/// <summary>How far a reviewer has come in a session.</summary>
/// <param name="Seconds">Median seconds from opening a referral to deciding; null before the first.</param>
public sealed record SessionProgress(
    Guid Id,
    DateTime Started,
    int Decided,
    int Undone,
    int Deferred,
    int Referred,
    int Skipped,
    int? Seconds
)
{
    internal static async Task<SessionProgress> ReadAsync(HubDbContext db, ReviewSession session, CancellationToken cancellationToken)
    {
        var acts = await db
            .ReviewActs.Where(a => a.Session == session.Id)
            .Select(a => new
            {
                a.Kind,
                a.Seconds,
                a.Referral,
            })
            .ToListAsync(cancellationToken);
        int Count(ReviewActKind kind) => acts.Count(a => a.Kind == kind);
        var seconds = acts.Where(a => a.Kind == ReviewActKind.Decide).Select(a => a.Seconds).OfType<int>().Order().ToList();
        var skipped = acts.Where(a => a.Kind == ReviewActKind.Skip).Select(a => a.Referral).Distinct().Count();
        return new(
            session.Id,
            session.Started,
            Count(ReviewActKind.Decide) - Count(ReviewActKind.Undo),
            Count(ReviewActKind.Undo),
            Count(ReviewActKind.Defer),
            Count(ReviewActKind.Refer),
            skipped,
            seconds.Count == 0 ? null : seconds[seconds.Count / 2]
        );
    }
}

/// <summary>Tells how far the session has come that is on.</summary>
public sealed class ReadSession(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    /// <summary>The session that is on; null when none is.</summary>
    public async Task<SessionProgress?> ReadAsync(string reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var session = await db.ReviewSessions.FindOpenAsync(reviewer, time.UtcNow(), cancellationToken);
        return session is null ? null : await SessionProgress.ReadAsync(db, session, cancellationToken);
    }
}
