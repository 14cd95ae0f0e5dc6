using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Claim;

namespace ReferralHub.Review.Session;

/// <summary>Ends a session: what the reviewer has open goes back to its teams.</summary>
public sealed class EndSession(
    HubDatabase database,
    CurrentScope callerScope,
    ReleaseClaim release,
    HubSettings settings,
    TimeProvider time
)
{
    /// <summary>Ends the session that is on and says what was done in it; null when none was on.</summary>
    public async Task<SessionProgress?> EndAsync(string reviewer, CancellationToken cancellationToken)
    {
        var ended = await database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var session = await db.ReviewSessions.AsTracking().FindOpenAsync(reviewer, now, token);
                if (session is null)
                    return null;
                session.Ended = now;
                // What was referred to this reviewer by a colleague has a longer claim and stays.
                var held = await db
                    .ReviewClaims.Where(c => c.Reviewer == reviewer && c.Until <= now.AddMinutes(settings.Review.ClaimMinutes))
                    .Select(c => c.Referral)
                    .ToListAsync(token);
                foreach (var journey in await database.Claim<ReferralJourney>(db, held).ToListAsync(token))
                    await release.ReleaseAsync(db, journey, reviewer, now, token);
                return session;
            },
            cancellationToken
        );
        if (ended is null)
            return null;
        await using var read = database.OpenRead(callerScope.Read());
        return await SessionProgress.ReadAsync(read, ended, cancellationToken);
    }
}
