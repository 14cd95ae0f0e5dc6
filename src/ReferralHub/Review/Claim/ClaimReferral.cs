using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Claim;

/// <summary>
/// Takes a referral for a reviewer. A claim is a lease: a sign of life renews it, it runs out by itself, and a colleague
/// may take over with a reason. Nobody needs one to read.
/// </summary>
public sealed class ClaimReferral(HubDatabase database, JourneyMoves moves, HubSettings settings, TimeProvider time)
{
    /// <summary>
    /// Claims it, or renews the claim when it is the reviewer's. Refuses with the holder's name when somebody else has it.
    /// </summary>
    /// <param name="takeOver">Why it is taken from whoever has it; null when it is not to be taken over.</param>
    /// <returns>Version of the journey afterwards, and the problem when it was not claimed.</returns>
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
                var journey = await db.FindForReviewAsync(reference, token);
                if (journey is null)
                    return (0, ReviewProblems.NotFound);
                if (journey.Stage != Stage.InReview)
                    return (0, ReviewProblems.NotInReview(journey.Stage));
                if (journey.OwnerKind == OwnerKind.Hub)
                    return (journey.Version, ReviewProblems.AboutToTakeEffect);
                var held = await db.ReviewClaims.FirstOrDefaultAsync(c => c.Referral == journey.Id, token);
                if (held is not null && held.Reviewer != reviewer && held.Until > now)
                {
                    if (string.IsNullOrWhiteSpace(takeOver))
                        return (journey.Version, ReviewProblems.ClaimedSince(held));
                    db.ReviewActs.Add(CreateTakeOver(journey, reviewer, held, takeOver, now));
                }

                if (await db.WriteClaimAsync(journey, reviewer, now, now.AddMinutes(settings.Review.ClaimMinutes), token))
                    moves.Claim(db, journey, reviewer, Actor.Clinician(reviewer), now);
                return (journey.Version, null);
            },
            cancellationToken
        );

    static ReviewAct CreateTakeOver(ReferralJourney journey, string reviewer, ReviewClaim held, string why, DateTime now) =>
        ReviewAct.Create(journey, ReviewActKind.TakeOver, reviewer, null, now, other: held.Reviewer, text: why.Trim());
}
