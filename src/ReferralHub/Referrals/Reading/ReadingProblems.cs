using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>What may be wrong with a referral as it is written, whoever sent it. Codes are stable; texts may be improved.</summary>
static class ReadingProblems
{
    public static readonly Problem TextTooLarge = Problem.TooLarge(
        "content-too-large",
        $"Apart from attachments the message has more than {FactsReader.TextBytesMax:N0} bytes, which no referral needs; "
            + "check for repeated or embedded content."
    );

    public static readonly Problem ResourceNotTaken = Problem.NotSupported(
        "resource-not-taken",
        "Referrals are taken as a message Bundle, a transaction or collection Bundle, or a ServiceRequest; this resource is none of them."
    );

    public static readonly Problem BundleTypeNotTaken = Problem.NotSupported(
        "bundle-type-not-taken",
        "Bundle.type must be message, transaction or collection.",
        "Bundle.type"
    );

    public static readonly Problem NoMessageHeader = Problem.Malformed(
        "no-message-header",
        "The first entry of a message Bundle must be its MessageHeader.",
        "Bundle.entry[0].resource",
        issueType: "structure"
    );

    public static readonly Problem NoEvent = Problem.Malformed(
        "no-event",
        "MessageHeader.eventCoding is missing; referrals are sent as servicerequest-request.",
        "MessageHeader.event",
        issueType: "required"
    );

    public static Problem EventNotTaken(string? code) =>
        Problem.NotSupported(
            "event-not-taken",
            code?.StartsWith("booking", StringComparison.Ordinal) == true
                ? "This is a booking message; the referral centre takes referrals (event servicerequest-request) and does "
                    + "not hold appointment slots. Send the booking to the provider."
                : "The event of this message is not one the referral centre takes; referrals are sent as "
                    + "servicerequest-request, answers of providers as servicerequest-response.",
            "MessageHeader.eventCoding"
        );

    public static readonly Problem ReasonUnknown = Problem.Malformed(
        "reason-unknown",
        "MessageHeader.reason must be new, update or delete of message-reason-bars.",
        "MessageHeader.reason",
        issueType: "code-invalid"
    );

    public static readonly Problem CategoryNotTaken = Problem.NotSupported(
        "category-not-taken",
        "The category says this is a request for validation, not a referral; the referral centre does not validate ambulance dispositions.",
        "ServiceRequest.category"
    );

    public static readonly Problem AdviceNotTaken = Problem.NotSupported(
        "advice-not-taken",
        "This asks for advice and guidance and is not a referral; the referral centre does not take advice requests yet, and nothing was "
            + "kept of it. Ask the specialist service itself, or send a referral if the patient is to be seen.",
        "ServiceRequest.category"
    );

    public static readonly Problem NoServiceRequest = Problem.Missing(
        "no-service-request",
        "There is no ServiceRequest; a referral is one ServiceRequest with what it refers to.",
        "Bundle.entry"
    );

    public static Problem ManyServiceRequests(int count) =>
        Problem.Invalid(
            "several-service-requests",
            $"There are {count} ServiceRequests; send one message for each referral, so that each can be answered.",
            issueType: "invariant"
        );

    public static Problem StatusNotTaken(string? status) =>
        Problem.Invalid(
            "status-not-taken",
            status is null
                ? "ServiceRequest.status is missing; a new referral is active, a withdrawn one revoked or entered-in-error."
                : "ServiceRequest.status must be active for a new or amended referral, and revoked or entered-in-error for "
                    + "a withdrawn one.",
            "ServiceRequest.status"
        );

    public static readonly Problem DoNotPerform = Problem.NotSupported(
        "do-not-perform",
        "ServiceRequest.doNotPerform is true: the request says that something is not to be done, which is no referral.",
        "ServiceRequest.doNotPerform"
    );

    public static Problem ModifierUnknown(string element) =>
        Problem.NotSupported(
            "modifier-unknown",
            $"{element} may change the meaning of what stands beside it, and the referral centre knows none. Nothing was "
                + "taken, because it could be read wrongly; send what it says in other elements."
        );

    public static readonly Problem PatientDeceased = Problem.Warning(
        "patient-deceased",
        "The Patient is recorded as deceased; the referral was taken, flagged and put before a person.",
        "Patient.deceased"
    );

    public static readonly Problem PatientInactive = Problem.Warning(
        "patient-record-inactive",
        "The Patient is recorded as no longer in use or replaced by another; the referral was taken, flagged and put before a person.",
        "Patient.active"
    );

    public static readonly Problem StatusAndReason = Problem.Invalid(
        "status-and-reason",
        "The reason says new but the ServiceRequest is withdrawn; a cancellation has reason update.",
        "ServiceRequest.status",
        issueType: "invariant"
    );

    public static readonly Problem PriorityUnknown = Problem.Malformed(
        "priority-unknown",
        "ServiceRequest.priority must be routine, urgent, asap (suspected cancer, two-week wait) or stat.",
        "ServiceRequest.priority",
        issueType: "code-invalid"
    );

    public static readonly Problem NoSubject = Problem.Missing(
        "no-patient",
        "ServiceRequest.subject is missing; a referral must say who is referred.",
        "ServiceRequest.subject"
    );

    public static readonly Problem SubjectDangling = Problem.Invalid(
        "patient-not-found",
        "ServiceRequest.subject refers to a resource that is neither contained nor in the Bundle, and gives no NHS "
            + "number as identifier; send the Patient with the referral.",
        "ServiceRequest.subject",
        issueType: "not-found"
    );

    public static readonly Problem SubjectNotAPatient = Problem.Invalid(
        "subject-not-a-patient",
        "ServiceRequest.subject must be a Patient.",
        "ServiceRequest.subject"
    );

    public static readonly Problem PatientNotIdentifiable = Problem.Missing(
        "patient-not-identifiable",
        "The Patient has no NHS number, and no family name with a date of birth either; without one of them nobody can be found.",
        "Patient"
    );

    public static readonly Problem NoRequester = Problem.Missing(
        "no-requester",
        "ServiceRequest.requester is missing; a referral must say who refers, so that there is somebody to answer.",
        "ServiceRequest.requester"
    );

    public static readonly Problem RequesterDangling = Problem.Invalid(
        "requester-not-found",
        "ServiceRequest.requester refers to a resource that is neither contained nor in the Bundle, and gives no "
            + "identifier; send the Practitioner, PractitionerRole or Organization with the referral.",
        "ServiceRequest.requester",
        issueType: "not-found"
    );

    public static Problem DateInvalid(string element) =>
        Problem.Malformed(
            "date-invalid",
            $"{element} is not a FHIR date: a date is YYYY-MM-DD, an instant also has a time with seconds and a zone, and "
                + "both must exist in the calendar.",
            element
        );

    public static Problem DateInFuture(string element) =>
        Problem.Invalid("date-in-future", $"{element} lies in the future; check the clock of the sending system.", element);

    public static Problem DateTooOld(string element, int years) =>
        Problem.Invalid(
            "date-too-old",
            $"{element} lies more than {years} years back; check it, and send the referral again with the date on which it was written.",
            element
        );

    public static readonly Problem WrittenLongAgo = Problem.Warning(
        "written-long-ago",
        "The referral was written more than a year ago; it was taken and goes before a clinician.",
        "ServiceRequest.authoredOn"
    );

    public static readonly Problem PriorityNotStated = Problem.Warning(
        "priority-not-stated",
        "ServiceRequest.priority is missing; the referral was taken as routine and flagged. Suspected cancer must be sent as asap.",
        "ServiceRequest.priority"
    );

    public static readonly Problem SpecialtyNotStated = Problem.Warning(
        "specialty-not-stated",
        "No specialty is named (ServiceRequest.performerType, or the specialty of the HealthcareService); a clinician will choose it.",
        "ServiceRequest.performerType"
    );

    public static readonly Problem NhsNumberInvalid = Problem.Warning(
        "nhs-number-invalid",
        "The NHS number fails its Modulus 11 check; the referral was taken, flagged and put before a person.",
        "Patient.identifier",
        issueType: "value"
    );

    public static readonly Problem NhsNumberMissing = Problem.Warning(
        "nhs-number-missing",
        "The Patient has no NHS number; the referral was taken, flagged and put before a person.",
        "Patient.identifier"
    );

    public static readonly Problem NhsNumberPlaceholder = Problem.Warning(
        "nhs-number-placeholder",
        "The NHS number is a placeholder and nobody's; it was taken as absent, flagged, and the referral put before a person.",
        "Patient.identifier",
        issueType: "value"
    );

    public static readonly Problem PracticeMissing = Problem.Warning(
        "practice-missing",
        "Neither the requester nor the patient has an organisation with an ODS code; the referral was taken and flagged.",
        "ServiceRequest.requester"
    );

    public static readonly Problem AttachmentEmpty = Problem.Warning(
        "attachment-missing",
        "An attachment has neither data nor a link; the referral was taken and flagged.",
        issueType: "incomplete"
    );

    public static Problem AttachmentTooLarge(string? expression) =>
        new(
            413,
            "too-long",
            "REC_BAD_REQUEST",
            "attachment-too-large",
            $"An attachment has more than {FactsReader.AttachmentBytesMax / (1024 * 1024)} MB; send it as a link "
                + "(attachment.url) or in parts.",
            expression
        );

    public static Problem AttachmentUnreadable(string? expression) =>
        Problem.Malformed("attachment-unreadable", "The data of an attachment is not base64.", expression);
}
