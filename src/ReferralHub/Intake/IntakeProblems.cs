using ReferralHub.Platform;
using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>What intake may answer instead of taking a referral that can be read. Codes are stable; texts may be improved.</summary>
static class IntakeProblems
{
    public static readonly Problem NotABundle = Problem.Malformed(
        "not-a-bundle",
        "$process-message takes a Bundle of type message; for a single ServiceRequest post to /fhir/ServiceRequest.",
        "Bundle",
        issueType: "structure"
    );

    public static readonly Problem NotAServiceRequest = Problem.Malformed(
        "not-a-service-request",
        "This address takes one ServiceRequest; post a message Bundle to /fhir/$process-message and a transaction to /fhir.",
        issueType: "structure"
    );

    public static readonly Problem BundleType = Problem.Malformed(
        "bundle-type",
        "Bundle.type must be message here; transaction and collection Bundles are taken at /fhir.",
        "Bundle.type"
    );

    public static readonly Problem UpdateOfNothing = Problem.NotFound(
        "update-of-nothing",
        "There is no referral with this id; new referrals are posted to /fhir/ServiceRequest, and the hub gives the id."
    );

    public static readonly Problem UpdateWithoutPatient = Problem.Missing(
        "update-without-patient",
        "An update replaces the whole referral, which is sent on as it stands: put the Patient into contained and refer "
            + "to it, with everything else that belongs to the referral.",
        "ServiceRequest.subject"
    );

    public static readonly Problem PracticeUnknown = Problem.Warning(
        "practice-unknown",
        "The practice is not in this centre's directory; the referral was taken, flagged and put before a person.",
        "ServiceRequest.requester"
    );

    public static readonly Problem MessageIdTooLong = Problem.Malformed(
        "message-id-too-long",
        "The message id has more than 200 characters.",
        "Bundle.id",
        "too-long"
    );

    public static Problem NotMatched(string kind, string lookedFor) =>
        Problem.NotFound(
            "referral-not-found",
            $"This {kind} does not say which referral it is about: {lookedFor}",
            "ServiceRequest.identifier"
        );

    public static Problem AmbiguousMatch(string kind, int count) =>
        Problem.Conflict(
            "referral-ambiguous",
            $"This {kind} fits {count} referrals from this sender; put the reference that the hub answered with into "
                + "ServiceRequest.identifier.",
            "ServiceRequest.identifier"
        );

    public static Problem AlreadyClosed(string stage) =>
        Problem.Conflict(
            "referral-closed",
            $"The referral is already closed ({stage}); nothing was changed. To refer again, send a new referral.",
            "ServiceRequest.status"
        );

    public static readonly Problem MayNotRefer = Problem.Forbidden(
        "may-not-refer",
        "Referrals, their amendments and withdrawals are taken from registered GP systems; this caller is none. Nothing was stored.",
        "MessageHeader.sender"
    );

    public static readonly Problem SenderNotSaid = Problem.Forbidden(
        "sender-not-said",
        "This caller sends for several practices, and the message does not say for which: put the ODS code into "
            + "ServiceRequest.requester. Nothing was stored.",
        "ServiceRequest.requester"
    );

    /// <param name="organisation">ODS code that the message names.</param>
    public static Problem OtherSender(string organisation, string expression) =>
        Problem.Forbidden(
            "other-sender",
            $"This caller may not send for {organisation}: send with that organisation's own registration, or have it added to this "
                + "caller's at the referral centre. Nothing was stored.",
            expression
        );

    public static readonly Problem OtherId = Problem.Malformed(
        "other-id",
        "The id of the resource must be that of the address (R4 §3.1.0.3): put the id that the hub gave into ServiceRequest.id.",
        "ServiceRequest.id",
        issueType: "invalid"
    );

    public static Problem OtherPatient(PersonDifference difference) =>
        Problem.Conflict(
            "other-patient",
            $"This names another patient than the referral it is about: {SamePerson.Describe(difference)} "
                + $"{(System.Numerics.BitOperations.PopCount((uint)difference) > 1 ? "differ" : "differs")}. Nothing was changed, and a "
                + "person at the referral centre has been told. If it is for another patient, send a new referral for them; if the "
                + "referral itself was sent for the wrong patient, ring the centre.",
            "Patient"
        );

    public static Problem Duplicate(string reference) =>
        Problem.Conflict(
            "duplicate",
            $"This message has already been processed; the referral is {reference}. Nothing was done twice.",
            issueType: "duplicate"
        );

    public static Problem Conflict(string reference) =>
        Problem.Conflict(
            "message-id-reused",
            $"A message with this id was already processed, with other content (referral {reference}). A person has been "
                + "told. If this is another referral, send it with an id of its own; if it changes the first, send it with "
                + "reason update.",
            "Bundle.id"
        );

    public static readonly Problem TooEarly = new(
        425,
        "transient",
        "REC_TOO_EARLY",
        "still-in-progress",
        "A message with this id is being processed at this moment; ask again in a second."
    );

    public static readonly Problem Unavailable = Problem.Unavailable(
        "unavailable",
        "The referral could not be stored just now and was not taken; send the same message again."
    );

    public static readonly Problem Overloaded = Problem.Unavailable(
        "overloaded",
        "Too many submissions are waiting; this one was not taken. Send the same message again shortly.",
        issueType: "throttled"
    );
}
