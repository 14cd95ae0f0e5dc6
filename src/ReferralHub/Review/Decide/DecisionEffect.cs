using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Decide;

/// <summary>What a decision does to the journey, and the record of it that stays for ever.</summary>
public sealed class DecisionEffect(JourneyMoves moves)
{
    /// <summary>Carries out a decision that has been checked.</summary>
    /// <param name="decided">When it was decided, if not now.</param>
    internal void CarryOut(
        HubDbContext db,
        ReferralJourney journey,
        DecisionRequest request,
        DateTime now,
        DateTime? decided = null,
        string? secondReader = null
    )
    {
        var (specialtyBefore, priorityBefore) = (journey.Specialty, journey.Priority);
        Move(db, journey, request, now);
        db.ReviewDecisions.Add(
            new()
            {
                Referral = journey.Id,
                Version = journey.Version,
                Outcome = request.Outcome!.Value,
                Reviewer = request.Reviewer!,
                ReviewerRole = request.ReviewerRole!,
                ReasonCode = request.ReasonCode,
                Text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(),
                SpecialtyBefore = specialtyBefore,
                SpecialtyAfter = journey.Specialty,
                PriorityBefore = priorityBefore.ToCode(),
                PriorityAfter = journey.Priority.ToCode(),
                SecondReader = secondReader,
                At = decided ?? now,
            }
        );
    }

    void Move(HubDbContext db, ReferralJourney journey, DecisionRequest request, DateTime now)
    {
        var actor = Actor.Clinician(request.Reviewer!);
        switch (request.Outcome)
        {
            case ReviewOutcome.Accept:
                var (specialty, priority) = DecisionRules.ResolveAccepted(request, journey);
                var isChanged = specialty != journey.Specialty || priority != journey.Priority;
                JourneyMoves.Reclassify(journey, specialty, priority);
                var accepted = new EventData { Reason = isChanged ? ReasonCodes.ClinicianChanged : ReasonCodes.Clinician };
                moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, actor, accepted, now);
                break;
            case ReviewOutcome.Ask:
                var asked = new EventData { Reason = ReasonCodes.Clinician };
                moves.Move(db, journey, Stage.AwaitingInformation, EventTypes.InformationRequested, actor, asked, now);
                break;
            case ReviewOutcome.Return:
                var returned = new EventData { Reason = request.ReasonCode };
                moves.Move(db, journey, Stage.Returned, EventTypes.Returned, actor, returned, now);
                break;
        }
    }
}
