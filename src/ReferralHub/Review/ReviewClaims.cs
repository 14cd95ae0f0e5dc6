using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Review;

/// <summary>
/// Who has which referral open. A claim is a lease: a sign of life renews it, it runs out by itself, and a colleague may
/// take over with a reason. Nobody needs one to read.
/// </summary>
public sealed class ReviewClaims(HubDatabase database, JourneyMoves moves, HubSettings settings, TimeProvider time) : IScheduledCheck
{
    const int ExpiredAtOnceMax = 200;

    /// <summary>Takes a referral for a reviewer; renews when it is theirs; refuses with the holder's name unless a reason to take over is given.</summary>
    public Task<(int Version, Problem? Problem)> ClaimAsync(
        string reference,
        string reviewer,
        CancellationToken cancellationToken,
        string? takeOver = null
    ) =>
        database.WriteAsync<(int, Problem?)>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await ReviewService.FindAsync(db, reference, token);
                if (journey is null)
                    return (0, ReviewService.NotFound);
                if (journey.Stage != Stage.InReview)
                    return (
                        0,
                        new(
                            409,
                            "conflict",
                            "REC_CONFLICT",
                            "not-in-review",
                            $"The referral is not in review: {journey.Stage.ToWords().ToLowerInvariant()}."
                        )
                    );
                if (journey.OwnerKind == OwnerKind.Hub)
                    return (
                        journey.Version,
                        new(
                            409,
                            "conflict",
                            "REC_CONFLICT",
                            "decided",
                            "A decision about this referral has been recorded and is about to take effect."
                        )
                    );
                var claim = await db.ReviewClaims.FirstOrDefaultAsync(c => c.Referral == journey.Id, token);
                if (claim is not null && claim.Reviewer != reviewer && claim.Until > now)
                {
                    if (string.IsNullOrWhiteSpace(takeOver))
                        return (
                            journey.Version,
                            new(
                                409,
                                "conflict",
                                "REC_CONFLICT",
                                "claimed",
                                $"{claim.Reviewer} has this referral open since {WorkingDays.LocalTime(claim.Since):HH:mm}."
                            )
                        );
                    db.ReviewActs.Add(
                        ReviewService.Act(
                            journey,
                            ReviewActKind.TakeOver,
                            reviewer,
                            null,
                            now,
                            other: claim.Reviewer,
                            text: takeOver.Trim()
                        )
                    );
                }

                if (await TakeAsync(db, journey, reviewer, now, settings, token))
                    moves.Claim(db, journey, reviewer, Actor.Clinician(reviewer), now);
                return (journey.Version, null);
            },
            cancellationToken
        );

    /// <summary>A sign of life: the claim lasts longer. False when it is somebody else's by now.</summary>
    public Task<bool> RenewAsync(string reference, string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var value = ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";
                var until = now.AddMinutes(settings.Review.ClaimMinutes);
                return await db
                        .ReviewClaims.Where(c =>
                            c.Reviewer == reviewer && db.Set<ReferralJourney>().Any(j => j.Id == c.Referral && j.Reference == value)
                        )
                        .ExecuteUpdateAsync(c => c.SetProperty(x => x.Until, x => x.Until > until ? x.Until : until), token) == 1;
            },
            cancellationToken
        );

    /// <summary>Gives a referral back to its team, if it is the reviewer's.</summary>
    public Task ReleaseAsync(string reference, string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await ReviewService.FindAsync(db, reference, token);
                if (journey is not null)
                    await ReleaseAsync(db, journey, reviewer, time.UtcNow(), token);
            },
            cancellationToken
        );

    internal async Task<bool> ReleaseAsync(
        HubDbContext db,
        ReferralJourney journey,
        string reviewer,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (await db.ReviewClaims.Where(c => c.Referral == journey.Id && c.Reviewer == reviewer).ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        if (journey.Stage == Stage.InReview && journey.OwnerKind == OwnerKind.Clinician)
            moves.Claim(db, journey, null, Actor.Clinician(reviewer), now);
        return true;
    }

    /// <summary>Claims that ran out go back to their teams, so that what a list shows is true.</summary>
    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await using var read = database.OpenRead();
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
                {
                    // Renewed in the meantime, it stays.
                    if (await db.ReviewClaims.Where(c => c.Referral == journey.Id && c.Until <= now).ExecuteDeleteAsync(token) == 0)
                        continue;
                    if (journey.Stage == Stage.InReview && journey.OwnerKind == OwnerKind.Clinician)
                        moves.Claim(db, journey, null, Actor.Watchdog, now);
                }
            },
            cancellationToken
        );
    }

    /// <summary>Writes the claim. True when the referral was not the reviewer's before.</summary>
    internal static async Task<bool> TakeAsync(
        HubDbContext db,
        ReferralJourney journey,
        string reviewer,
        DateTime now,
        HubSettings settings,
        CancellationToken cancellationToken,
        DateTime? until = null
    )
    {
        var claim = await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, cancellationToken);
        if (claim is null)
            db.ReviewClaims.Add(
                claim = new()
                {
                    Referral = journey.Id,
                    Reviewer = reviewer,
                    Since = now,
                }
            );
        var isNew = claim.Reviewer != reviewer || journey.Owner != reviewer;
        (claim.Reviewer, claim.Until) = (reviewer, until ?? now.AddMinutes(settings.Review.ClaimMinutes));
        if (isNew)
            claim.Since = now;
        return isNew;
    }
}
