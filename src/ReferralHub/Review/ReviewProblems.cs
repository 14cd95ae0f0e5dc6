using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Review;

/// <summary>What clinical review may refuse, and why. Codes are stable; texts may be improved.</summary>
static class ReviewProblems
{
    public static readonly Problem NotFound = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "not-found",
        "There is no referral with this reference."
    );

    public static readonly Problem NotOpen = Conflict(
        "not-in-review",
        "It is no longer open for a decision; what became of it stands on its page."
    );

    public static readonly Problem Stale = Conflict(
        "stale",
        "The referral has changed since you opened it. What you wrote is kept; read what changed, then decide again."
    );

    public static readonly Problem AboutToTakeEffect = Conflict(
        "decided",
        "A decision about this referral has been recorded and is about to take effect."
    );

    public static readonly Problem OwnReturn = Conflict(
        "own-return",
        "The practice appeals a return that you signed, as first or second reader. A colleague must decide."
    );

    public static readonly Problem OwnProposal = Conflict(
        "second-reader",
        "You proposed this return yourself. Somebody else must agree, or you withdraw it."
    );

    public static readonly Problem OutcomeMissing = Fault("outcome", "Say whether you accept, ask the practice, or return with advice.");

    public static readonly Problem ActMissing = Required("act", "Say what you decide.");

    public static readonly Problem ReviewerMissing = Fault("reviewer", "Enter your name; a decision is signed by a named clinician.");

    public static readonly Problem ReviewerTooLong = Fault(
        "reviewer",
        $"The name may have {ReviewLimits.NameCharactersMax} characters at the most."
    );

    public static readonly Problem RoleMissing = Fault("reviewerRole", "Enter your role, as the practice should read it.");

    public static readonly Problem TextTooLong = Fault(
        "text",
        $"The text may have {ReviewLimits.TextCharactersMax:N0} characters at the most."
    );

    public static readonly Problem CancerNotHeld = Fault(
        "outcome",
        "Suspected cancer is never held or sent back from here; accept it, and telephone the practice if something is missing."
    );

    public static readonly Problem CancerNotLowered = Fault(
        "priority",
        "Suspected cancer is not lowered here; only the referrer may do that, after a conversation."
    );

    public static readonly Problem CancerNotDeferred = Fault(
        "act",
        "Suspected cancer is never held: decide now, or refer it to a colleague who can."
    );

    public static readonly Problem FirstNotDeferred = Fault(
        "act",
        "This referral may be cancer, an emergency, or was sent as immediate, and does not wait: decide now, or refer it to a colleague "
            + "who can."
    );

    public static readonly Problem QuestionMissing = Fault("text", "Enter what you ask the practice.");

    public static readonly Problem ReasonMissing = Fault("reasonCode", "Choose a reason for the return.");

    public static readonly Problem AdviceMissing = Fault("text", "Enter the advice that the practice will read.");

    public static readonly Problem SpecialtyUnknown = Fault("specialty", "Choose a specialty from the list.");

    public static readonly Problem SpecialtyWithoutService = Fault(
        "specialty",
        "No service in the directory takes this referral under that specialty. Choose one that has a service, or leave it as it is."
    );

    public static readonly Problem SpecialtyMissing = Fault("specialty", "The referral names no specialty; choose one to accept it.");

    public static readonly Problem PriorityUnknown = Fault("priority", "Choose a priority from the list.");

    public static readonly Problem ChangeUnexplained = Fault("text", "Say why you changed the specialty or priority.");

    public static readonly Problem DeferralUnexplained = Fault("text", "Please say why it waits.");

    public static readonly Problem ColleagueMissing = Fault("colleague", "Name the colleague.");

    public static readonly Problem ColleagueUnknown = Fault(
        "colleague",
        "Choose a colleague from the list: nobody of this name reviews referrals here."
    );

    public static readonly Problem ColleagueIsSelf = Fault("colleague", "Name somebody other than yourself.");

    public static readonly Problem QuestionToColleagueMissing = Fault("text", "Please say what you want to know of your colleague.");

    public static readonly Problem DuplicateOfNothing = Fault("of", "Choose the referral of this patient that goes on in its place.");

    public static readonly Problem DuplicateOfClosed = Fault(
        "of",
        "The other referral is closed, so nothing would go on in place of this one. Decide about this one instead."
    );

    public static readonly Problem DuplicateOfLessPressing = Fault(
        "of",
        "The other referral is less pressing than this one. Close that one as a duplicate of this one, or decide about this one."
    );

    public static readonly Problem ClaimantMissing = new(
        422,
        "required",
        "REC_UNPROCESSABLE_ENTITY",
        "reviewer",
        "Say who claims it (reviewer).",
        "reviewer"
    );

    public static readonly Problem TakeOverUnexplained = Required("takeOver", "Say why you take it over; whoever has it reads that.");

    public static Problem NotInReview(Stage stage) => Conflict("not-in-review", $"The referral is not in review: {Describe(stage)}.");

    public static Problem NoLongerInReview(Stage stage) =>
        Conflict("not-in-review", $"The referral is no longer in review: {Describe(stage)}.");

    public static Problem Decided(PendingDecision pending, DateTime effect) =>
        Conflict(
            "decided",
            $"{pending.Reviewer} has decided: {pending.Outcome.ToWords().ToLowerInvariant()}. "
                + $"It takes effect at {WorkingDays.LocalTime(effect):HH:mm}; until then {pending.Reviewer} can undo it."
        );

    public static Problem DecidedBefore(ReviewDecision decision, Stage stage) =>
        Conflict(
            "decided",
            $"{decision.Reviewer} has decided: {decision.Outcome.ToWords().ToLowerInvariant()}. The referral is no longer in review: "
                + $"{Describe(stage)}."
        );

    public static Problem TooLateToUndo(Stage stage) =>
        Conflict("too-late", $"It is too late to undo: {Describe(stage)}. Ring whoever has it now if it must be stopped.");

    public static Problem NotYoursToUndo(string reviewer) => Conflict("not-yours", $"{reviewer} decided this; only they can undo it.");

    public static Problem Claimed(string holder) => Conflict("claimed", $"{holder} has this referral open.");

    public static Problem ClaimedSince(ReviewClaim claim) =>
        Conflict("claimed", $"{claim.Reviewer} has this referral open since {WorkingDays.LocalTime(claim.Since):HH:mm}.");

    public static Problem ClaimedAndNotRecorded(string holder) =>
        Conflict("claimed", $"{holder} has this referral open; nothing was recorded.");

    public static Problem Interested(ReviewerInterest interest) =>
        Conflict(
            "interest",
            $"You have declared an interest ({interest.Nature}) in provider {interest.Provider}, to which this referral could go. "
                + "A colleague without one must decide; skip it, or refer it to one."
        );

    public static Problem DayOutOfRange(DateOnly last) =>
        Fault("until-day", $"Enter a day after today and not after {last:d MMMM yyyy}, when the decision is due.");

    public static Problem ColleagueInterested(string colleague) =>
        Fault(
            "colleague",
            $"{colleague} has declared an interest in a provider to which this referral could go. Choose somebody without one."
        );

    static string Describe(Stage stage) => stage.ToWords().ToLowerInvariant();

    static Problem Fault(string field, string text) => new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", field, text, field);

    static Problem Required(string field, string text) => new(422, "required", "REC_UNPROCESSABLE_ENTITY", field, text, field);

    static Problem Conflict(string code, string text) => new(409, "conflict", "REC_CONFLICT", code, text);
}
