using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Review.Concerns;

/// <summary>What recording and closing a complaint or incident may refuse, and why.</summary>
static class ConcernProblems
{
    public static readonly Problem ReferralNotFound = Problem.NotFound("not-found", "There is no referral with this reference.");

    public static readonly Problem NotFound = Problem.NotFound("concern-not-found", "There is no complaint or incident with this id.");

    public static readonly Problem KindMissing = Problem.Invalid("kind", "Say whether it is a complaint or an incident.", "kind");

    public static readonly Problem TextMissing = Problem.Invalid("concern-text", "Say what happened.", "text");

    public static readonly Problem TextTooLong = Problem.Invalid(
        "concern-text",
        $"The text may have {ReviewLimits.TextCharactersMax:N0} characters at the most.",
        "text"
    );

    public static readonly Problem OwnerMissing = Problem.Invalid(
        "owner",
        $"Say who answers for it, a person or a role, in at most {ReviewLimits.NameCharactersMax} characters.",
        "owner"
    );

    public static readonly Problem AuthorMissing = Problem.Invalid(
        "by",
        $"Say who records it (by and role), each in at most {ReviewLimits.NameCharactersMax} characters.",
        "by"
    );

    public static readonly Problem OutcomeMissing = Problem.Invalid("outcome", "Say what was done about it.", "outcome");

    public static readonly Problem OutcomeTooLong = Problem.Invalid(
        "outcome",
        $"The text may have {ReviewLimits.TextCharactersMax:N0} characters at the most.",
        "outcome"
    );

    public static Problem DueOutOfRange(DateOnly first, DateOnly last) =>
        Problem.Invalid("due", $"Enter a day from {first:d MMMM yyyy} to {last:d MMMM yyyy}.", "due");

    public static Problem Closed(Concern concern) =>
        Problem.Conflict("concern-closed", $"{concern.ClosedBy} closed it on {WorkingDays.LocalTime(concern.Closed!.Value):d MMMM yyyy}.");
}
