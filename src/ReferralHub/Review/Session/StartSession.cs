using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Session;

/// <summary>Begins reviewing one referral after the other.</summary>
public sealed class StartSession(HubDatabase database, TimeProvider time)
{
    /// <summary>The reviewer's session, begun when there is none that was begun today and not ended.</summary>
    public Task<Guid> StartAsync(string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                if (await db.ReviewSessions.FindOpenAsync(reviewer, now, token) is { } open)
                    return open.Id;
                var begun = new ReviewSession
                {
                    Id = EntityId.New(now),
                    Reviewer = reviewer,
                    Started = now,
                };
                db.ReviewSessions.Add(begun);
                return begun.Id;
            },
            cancellationToken
        );
}
