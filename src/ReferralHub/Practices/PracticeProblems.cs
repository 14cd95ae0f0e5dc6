using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Practices;

/// <summary>What a practice's desk may refuse, and why. Codes are stable; texts may be improved.</summary>
static class PracticeProblems
{
    /// <summary>What is another practice's is not there, so that nobody learns of it by asking.</summary>
    public static readonly Problem NotFound = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "not-found",
        "There is no referral with this reference."
    );

    public static readonly Problem CommunicationNotChanged = new(
        405,
        "not-supported",
        "REC_METHOD_NOT_ALLOWED",
        "communication-update",
        "What has been said stays as it was said; send another Communication."
    );

    public static readonly Problem AnswerMissing = Fault("text", "Enter the answer.");

    public static readonly Problem AppealUnexplained = Fault("text", "Say why the referral should go on.");

    public static readonly Problem WithdrawalUnexplained = Fault("text", "Say why the referral is withdrawn.");

    public static readonly Problem TextTooLong = Fault(
        "text",
        $"The text may have {ReviewLimits.TextCharactersMax:N0} characters at the most."
    );

    public static readonly Problem AttachmentTooLarge = Fault(
        "attachment",
        $"An attachment may have {AttachmentTypes.BytesMax / 1024 / 1024} MB at the most. "
            + "Send a larger one as an amendment of the referral."
    );

    public static readonly Problem AttachmentOfOtherType = Fault(
        "attachment",
        "Attach a PDF, a PNG, JPEG or GIF picture, or plain text; this file is none of these, or not what its name says."
    );

    public static Problem NotAsked(Stage stage) =>
        Conflict(
            "not-asked",
            $"Nothing is asked about this referral now ({Describe(stage)}). To change it, send it again as an amendment."
        );

    public static Problem Closed(Stage stage) => Conflict("closed", $"This referral is closed already: {Describe(stage)}.");

    public static Problem NotReturned(Stage stage) =>
        Conflict("not-returned", $"Only a return can be appealed; this referral is not returned ({Describe(stage)}).");

    public static Problem Appealed(ReferralJourney follower) =>
        Conflict("appealed", $"It goes on already as {ReferralReference.Display(follower.Reference)}: {Describe(follower.Stage)}.");

    public static Problem NoCommunication(FhirNode root) => Fault("communication-type", "Send a Communication.", root);

    public static Problem ReferralNotNamed(FhirNode root) =>
        Fault(
            "communication-based-on",
            "basedOn must name the referral: ServiceRequest/ and the id that this hub gave it.",
            root["basedOn"],
            root
        );

    public static Problem CategoryUnknown(FhirNode root) =>
        Fault(
            "communication-category",
            $"category must say what it is, by {FhirSystems.CommunicationCategory}: answer, appeal or withdrawal.",
            root["category"],
            root
        );

    public static Problem SenderUnknown(FhirNode root) =>
        Fault(
            "communication-sender",
            "sender must name the practice: an Organization with its ODS code as identifier.",
            root["sender"],
            root
        );

    public static Problem SecondAttachment(FhirNode attachment) =>
        Fault(
            "communication-attachments",
            "One attachment is taken; send the others with Communications of their own, or amend the referral.",
            attachment
        );

    public static Problem AttachmentWithoutContent(FhirNode attachment) =>
        Fault("communication-attachment", "An attachment must bring its content (data); links are not fetched.", attachment);

    static string Describe(Stage stage) => stage.ToWords().ToLowerInvariant();

    static Problem Fault(string field, string text) => new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", field, text, field);

    static Problem Fault(string code, string text, FhirNode at, FhirNode otherwise = default) =>
        new Problem(422, "invariant", "REC_UNPROCESSABLE_ENTITY", code, text).At(at.Exists ? at : otherwise);

    static Problem Conflict(string code, string text) => new(409, "conflict", "REC_CONFLICT", code, text);
}
