using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Review.Decide;

/// <summary>What must hold for a decision. Pure; every fault is found, not only the first.</summary>
public static class DecisionRules
{
    /// <summary>What is wrong with a decision about a journey as it stands; empty when nothing is.</summary>
    public static IReadOnlyList<Problem> Check(DecisionRequest request, ReferralJourney journey)
    {
        if (journey.Stage != Stage.InReview)
            return [ReviewProblems.NoLongerInReview(journey.Stage)];
        if (request.Version != journey.Version)
            return [ReviewProblems.Stale];
        return [.. CheckSignature(request), .. CheckOutcome(request, journey)];
    }

    /// <summary>Specialty and priority as they are after an acceptance.</summary>
    public static (string? Specialty, Priority Priority) ResolveAccepted(DecisionRequest request, ReferralJourney journey) =>
        (
            string.IsNullOrWhiteSpace(request.Specialty) ? journey.Specialty : request.Specialty,
            Priorities.TryParse(request.Priority, out var priority) ? priority : journey.Priority
        );

    static IEnumerable<Problem> CheckSignature(DecisionRequest request)
    {
        if (request.Outcome is null)
            yield return ReviewProblems.OutcomeMissing;
        if (string.IsNullOrWhiteSpace(request.Reviewer))
            yield return ReviewProblems.ReviewerMissing;
        else if (request.Reviewer.Length > ReviewLimits.NameCharactersMax)
            yield return ReviewProblems.ReviewerTooLong;
        if (string.IsNullOrWhiteSpace(request.ReviewerRole))
            yield return ReviewProblems.RoleMissing;
        if (request.Text?.Length > ReviewLimits.TextCharactersMax)
            yield return ReviewProblems.TextTooLong;
    }

    static IEnumerable<Problem> CheckOutcome(DecisionRequest request, ReferralJourney journey) =>
        request.Outcome switch
        {
            ReviewOutcome.Accept => CheckAcceptance(request, journey),
            ReviewOutcome.Ask or ReviewOutcome.Return when journey.Priority.IsSuspectedCancer() => [ReviewProblems.CancerNotHeld],
            ReviewOutcome.Ask => string.IsNullOrWhiteSpace(request.Text) ? [ReviewProblems.QuestionMissing] : [],
            ReviewOutcome.Return => CheckReturn(request),
            _ => [],
        };

    static IEnumerable<Problem> CheckAcceptance(DecisionRequest request, ReferralJourney journey)
    {
        if (!string.IsNullOrWhiteSpace(request.Specialty) && !TreatmentFunction.TryFind(request.Specialty, out _))
            yield return ReviewProblems.SpecialtyUnknown;
        if (!string.IsNullOrWhiteSpace(request.Priority) && !Priorities.TryParse(request.Priority, out _))
            yield return ReviewProblems.PriorityUnknown;
        var (specialty, priority) = ResolveAccepted(request, journey);
        if (specialty is null)
            yield return ReviewProblems.SpecialtyMissing;
        if (journey.Priority.IsSuspectedCancer() && priority != Priority.Asap && priority < journey.Priority)
            yield return ReviewProblems.CancerNotLowered;
        var isChanged = specialty != journey.Specialty || priority != journey.Priority;
        if (isChanged && string.IsNullOrWhiteSpace(request.Text))
            yield return ReviewProblems.ChangeUnexplained;
    }

    static IEnumerable<Problem> CheckReturn(DecisionRequest request)
    {
        if (!ReturnReasons.Knows(request.ReasonCode))
            yield return ReviewProblems.ReasonMissing;
        if (string.IsNullOrWhiteSpace(request.Text))
            yield return ReviewProblems.AdviceMissing;
    }
}
