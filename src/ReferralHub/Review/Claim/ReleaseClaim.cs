using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Claim;

/// <summary>Gives a referral back to its team.</summary>
public sealed class ReleaseClaim(JourneyMoves moves)
{
    /// <summary>Gives it back, if it is the reviewer's, in the caller's transaction.</summary>
    internal async Task ReleaseAsync(
        HubDbContext db,
        ReferralJourney journey,
        string reviewer,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var own = db.ReviewClaims.Where(c => c.Referral == journey.Id && c.Reviewer == reviewer);
        if (await own.ExecuteDeleteAsync(cancellationToken) > 0)
            GiveBack(db, journey, Actor.Clinician(reviewer), now);
    }

    /// <summary>
    /// Gives it back, if its claim has run out, in the caller's transaction. A claim that was renewed in the meantime stays.
    /// </summary>
    internal async Task ReleaseExpiredAsync(HubDbContext db, ReferralJourney journey, DateTime now, CancellationToken cancellationToken)
    {
        var expired = db.ReviewClaims.Where(c => c.Referral == journey.Id && c.Until <= now);
        if (await expired.ExecuteDeleteAsync(cancellationToken) > 0)
            GiveBack(db, journey, Actor.Watchdog, now);
    }

    void GiveBack(HubDbContext db, ReferralJourney journey, Actor actor, DateTime now)
    {
        if (journey.Stage == Stage.InReview && journey.OwnerKind == OwnerKind.Clinician)
            moves.Claim(db, journey, clinician: null, actor, now);
    }
}
