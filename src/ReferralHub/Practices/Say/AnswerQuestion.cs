using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Practices.Say;

/// <summary>The practice answers a question; a clinician reads the answer.</summary>
public sealed class AnswerQuestion(JourneyMoves moves, HubSettings settings)
{
    /// <returns>Why there is nothing to answer; null when it was taken.</returns>
    internal Problem? Answer(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (journey.Stage != Stage.AwaitingInformation)
            return PracticeProblems.NotAsked(journey.Stage);
        // Rules read codes and documents, not what somebody writes in answer: a clinician reads that.
        moves.Move(
            db,
            journey,
            Stage.InReview,
            EventTypes.InformationReceived,
            Actor.Sender(journey.Practice!),
            new() { Reason = ReasonCodes.Answered, Due = settings.Clocks.Deadline(now, settings.Clocks.AppealWorkingDays) },
            now
        );
        return null;
    }
}
