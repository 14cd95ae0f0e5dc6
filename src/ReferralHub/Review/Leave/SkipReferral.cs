using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Claim;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>Leaves a referral for later in the session; it goes back to its team.</summary>
public sealed class SkipReferral(HubDatabase database, ReleaseClaim release, TimeProvider time)
{
    /// <returns>Why it cannot be skipped; null when it was.</returns>
    public Task<Problem?> SkipAsync(string reference, HubUser user, Guid? session, CancellationToken cancellationToken) =>
        database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await db.FindOpenToAsync(user, reference, now, token);
                if (journey is null)
                    return problem;
                db.ReviewActs.Add(ReviewAct.Create(journey, ReviewActKind.Skip, user.Name, session, now));
                await release.ReleaseAsync(db, journey, user.Name, now, token);
                return null;
            },
            cancellationToken
        );
}
