using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Decide;

/// <summary>
/// Takes back a decision that has not taken effect. What was typed is a draft again, and the referral is its reviewer's.
/// </summary>
public sealed class UndoDecision(HubDatabase database, JourneyMoves moves, HubSettings settings, TimeProvider time)
{
    /// <returns>Why it cannot be undone; null when it was.</returns>
    public Task<Problem?> UndoAsync(string reference, string reviewer, CancellationToken cancellationToken, Guid? session = null) =>
        database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await db.FindForReviewAsync(reference, token);
                if (journey is null)
                    return ReviewProblems.NotFound;
                var pending = await db.FindPendingDecisionAsync(journey, token);
                if (pending is null || pending.Effect <= now)
                    return ReviewProblems.TooLateToUndo(journey.Stage);
                if (pending.Reviewer != reviewer && pending.SecondReader != reviewer)
                    return ReviewProblems.NotYoursToUndo(pending.Reviewer);
                TakeBack(db, journey, pending, reviewer, now);
                await db.WriteClaimAsync(journey, reviewer, now, now.AddMinutes(settings.Review.ClaimMinutes), token);
                await db.KeepDraftAsync(journey.Id, reviewer, DecisionForm.FromPending(pending), now, token);
                db.ReviewActs.Add(ReviewAct.Create(journey, ReviewActKind.Undo, reviewer, session, now));
                return null;
            },
            cancellationToken
        );

    /// <summary>The decision is gone, and the turn its reviewer's again.</summary>
    internal void TakeBack(HubDbContext db, ReferralJourney journey, PendingDecision pending, string reviewer, DateTime now)
    {
        db.PendingDecisions.Remove(pending);
        moves.Undo(db, journey, reviewer, pending.Due, pending.EscalateAt, Actor.Clinician(reviewer), now);
    }
}
