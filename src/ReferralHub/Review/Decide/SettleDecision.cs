using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Decide;

/// <summary>
/// What comes of a decision that has been checked: it waits for a second reader, or until it can no longer be undone,
/// or takes effect now. It looks at nothing but the rows given.
/// </summary>
public sealed class SettleDecision(JourneyMoves moves, DecisionEffect effect, HubSettings settings)
{
    /// <param name="first">A return that another clinician has proposed.</param>
    internal void Settle(HubDbContext db, ReferralJourney journey, PendingDecision? first, DecisionRequest request, DateTime now)
    {
        string? second = null;
        if (first is not null)
        {
            db.PendingDecisions.Remove(first);
            // Agreeing with a proposed return is to return: the first reader's words go out, both names are kept.
            if (request.Outcome == ReviewOutcome.Return)
                (request, second) = (first.ToRequest(request.Version), request.Reviewer);
        }

        // What may not wait leaves at once, whoever made it so: the referrer, a rule, or the clinician who decides. A return is not held
        // from anybody by being undone.
        var mayNotWait =
            request.Outcome != ReviewOutcome.Return
            && (journey.MayNotWait || DecisionRules.ResolveAccepted(request, journey).Priority >= Priority.Asap);
        if (request.Outcome == ReviewOutcome.Return && second is null && settings.Review.SecondReaderForReturns)
        {
            Keep(db, journey, request, null, null, now);
            moves.AskSecondOpinion(db, journey, Actor.Clinician(request.Reviewer!), now);
        }
        else if (settings.Review.UndoMinutes > 0 && !mayNotWait)
        {
            var takesEffect = now.AddMinutes(settings.Review.UndoMinutes);
            Keep(db, journey, request, takesEffect, second, now);
            moves.AwaitEffect(db, journey, takesEffect, Actor.Clinician(second ?? request.Reviewer!), now);
        }
        else
        {
            effect.CarryOut(db, journey, request, now, secondReader: second);
        }
    }

    static void Keep(
        HubDbContext db,
        ReferralJourney journey,
        DecisionRequest request,
        DateTime? takesEffect,
        string? second,
        DateTime now
    ) =>
        db.PendingDecisions.Add(
            new()
            {
                Referral = journey.Id,
                StageEntered = journey.StageEntered,
                Outcome = request.Outcome!.Value,
                Reviewer = request.Reviewer!,
                ReviewerRole = request.ReviewerRole!,
                ReasonCode = request.ReasonCode,
                Text = request.Text,
                Specialty = request.Specialty,
                Priority = request.Priority,
                SecondReader = second,
                At = now,
                Effect = takesEffect,
                Due = journey.Due!.Value,
                EscalateAt = journey.EscalateAt,
            }
        );
}
