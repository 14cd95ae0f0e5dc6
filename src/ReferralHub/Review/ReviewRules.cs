using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Review;

/// <summary>A decision as a reviewer sends it.</summary>
/// <param name="Version">Version of the journey the reviewer saw.</param>
public sealed record DecisionRequest(
    ReviewOutcome? Outcome,
    string? Reviewer,
    string? ReviewerRole,
    int Version,
    string? ReasonCode = null,
    string? Text = null,
    string? Specialty = null,
    string? Priority = null
)
{
    /// <summary>With LF, whoever sent it.</summary>
    public string? Text { get; } = Text?.ReplaceLineEndings("\n");
}

/// <summary>What must hold for a decision. Pure; every fault is found, not only the first.</summary>
public static class ReviewRules
{
    /// <summary>Text limits of e-RS: 8,000 characters of advice.</summary>
    public const int TextCharactersMax = 8_000;
    public const int NameCharactersMax = 100;

    public static IReadOnlyList<Problem> Check(DecisionRequest request, ReferralJourney journey)
    {
        var problems = new List<Problem>();
        if (journey.Stage != Stage.InReview)
            return [Conflict("not-in-review", $"The referral is no longer in review: {journey.Stage.ToWords().ToLowerInvariant()}.")];
        if (request.Version != journey.Version)
            return
            [
                Conflict(
                    "stale",
                    "The referral has changed since you opened it. What you wrote is kept; read what changed, then decide again."
                ),
            ];
        if (request.Outcome is null)
            problems.Add(Fault("outcome", "Say whether you accept, ask the practice, or return with advice."));
        if (string.IsNullOrWhiteSpace(request.Reviewer))
            problems.Add(Fault("reviewer", "Enter your name; a decision is signed by a named clinician."));
        else if (request.Reviewer.Length > NameCharactersMax)
            problems.Add(Fault("reviewer", $"The name may have {NameCharactersMax} characters at the most."));
        if (string.IsNullOrWhiteSpace(request.ReviewerRole))
            problems.Add(Fault("reviewerRole", "Enter your role, as the practice should read it."));
        if (request.Text?.Length > TextCharactersMax)
            problems.Add(Fault("text", $"The text may have {TextCharactersMax:N0} characters at the most."));
        switch (request.Outcome)
        {
            case ReviewOutcome.Accept:
                CheckAccept(request, journey, problems);
                break;
            case ReviewOutcome.Ask or ReviewOutcome.Return when journey.Priority.IsSuspectedCancer():
                problems.Add(
                    Fault(
                        "outcome",
                        "Suspected cancer is never held or sent back from here; accept it, and telephone the practice if something is missing."
                    )
                );
                break;
            case ReviewOutcome.Ask:
                if (string.IsNullOrWhiteSpace(request.Text))
                    problems.Add(Fault("text", "Enter what you ask the practice."));
                break;
            case ReviewOutcome.Return:
                if (!ReturnReasons.Knows(request.ReasonCode))
                    problems.Add(Fault("reasonCode", "Choose a reason for the return."));
                if (string.IsNullOrWhiteSpace(request.Text))
                    problems.Add(Fault("text", "Enter the advice that the practice will read."));
                break;
        }

        return problems;
    }

    /// <summary>In words, as a heading or a tag.</summary>
    public static string ToWords(this ReviewOutcome outcome) =>
        outcome switch
        {
            ReviewOutcome.Accept => "Accepted",
            ReviewOutcome.Ask => "Practice asked",
            _ => "Returned with advice",
        };

    /// <summary>Specialty and priority as they are after an acceptance.</summary>
    public static (string? Specialty, Priority Priority) ResolveAccepted(DecisionRequest request, ReferralJourney journey) =>
        (
            string.IsNullOrWhiteSpace(request.Specialty) ? journey.Specialty : request.Specialty,
            Priorities.TryParse(request.Priority, out var priority) ? priority : journey.Priority
        );

    static void CheckAccept(DecisionRequest request, ReferralJourney journey, List<Problem> problems)
    {
        if (!string.IsNullOrWhiteSpace(request.Specialty) && !TreatmentFunction.TryFind(request.Specialty, out _))
            problems.Add(Fault("specialty", "Choose a specialty from the list."));
        if (!string.IsNullOrWhiteSpace(request.Priority) && !Priorities.TryParse(request.Priority, out _))
            problems.Add(Fault("priority", "Choose a priority from the list."));
        var (specialty, priority) = ResolveAccepted(request, journey);
        if (specialty is null)
            problems.Add(Fault("specialty", "The referral names no specialty; choose one to accept it."));
        if (journey.Priority.IsSuspectedCancer() && priority != Priority.Asap && priority < journey.Priority)
            problems.Add(Fault("priority", "Suspected cancer is not lowered here; only the referrer may do that, after a conversation."));
        var changed = specialty != journey.Specialty || priority != journey.Priority;
        if (changed && string.IsNullOrWhiteSpace(request.Text))
            problems.Add(Fault("text", "Say why you changed the specialty or priority."));
    }

    static Problem Fault(string field, string text) => new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", field, text, field);

    static Problem Conflict(string code, string text) => new(409, "conflict", "REC_CONFLICT", code, text);
}
