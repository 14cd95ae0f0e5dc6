using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Claim;

/// <summary>A sign of life of the reviewer who has a referral open: the claim lasts longer.</summary>
public sealed class RenewClaim(HubDatabase database, HubSettings settings, TimeProvider time)
{
    /// <summary>Renews the claim. False when it is somebody else's by now.</summary>
    public Task<bool> RenewAsync(string reference, string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var value = ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";
                var until = time.UtcNow().AddMinutes(settings.Review.ClaimMinutes);
                return await db
                        .ReviewClaims.Where(c =>
                            c.Reviewer == reviewer && db.Set<ReferralJourney>().Any(j => j.Id == c.Referral && j.Reference == value)
                        )
                        .ExecuteUpdateAsync(c => c.SetProperty(x => x.Until, x => x.Until > until ? x.Until : until), token) == 1;
            },
            cancellationToken
        );
}
