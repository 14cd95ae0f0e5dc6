using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Review.Claim;

/// <summary>Gives referrals whose claims ran out back to their teams, so that what a list shows is true.</summary>
public sealed class ReleaseExpiredClaims(HubDatabase database, ReleaseClaim release, TimeProvider time) : IScheduledCheck
{
    const int ExpiredAtOnceMax = 200;

    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await using var read = database.OpenRead(AccessScope.System("lets claims of all reviewers lapse"));
        var expired = await read
            .ReviewClaims.Where(c => c.Until <= now)
            .OrderBy(c => c.Until)
            .Select(c => c.Referral)
            .Take(ExpiredAtOnceMax)
            .ToListAsync(cancellationToken);
        if (expired.Count == 0)
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                foreach (var journey in await database.Claim<ReferralJourney>(db, expired).ToListAsync(token))
                    await release.ReleaseExpiredAsync(db, journey, now, token);
            },
            cancellationToken
        );
    }
}
