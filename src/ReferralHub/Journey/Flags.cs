namespace ReferralHub.Journey;

/// <summary>Codes of what a person should know about a referral. Each page shows the words, never the code alone.</summary>
public static class Flags
{
    public const string PriorityNotStated = "priority-not-stated";
    public const string SpecialtyNotStated = "specialty-not-stated";
    public const string NhsNumberInvalid = "nhs-number-invalid";
    public const string NhsNumberMissing = "nhs-number-missing";
    public const string PatientDeceased = "patient-deceased";
    public const string PatientRecordInactive = "patient-record-inactive";
    public const string PracticeUnknown = "practice-unknown";
    public const string PracticeMissing = "practice-missing";
    public const string MessageIdReused = "message-id-reused";
    public const string PossibleDuplicate = "possible-duplicate";
    public const string AttachmentMissing = "attachment-missing";
    public const string ProviderDeclined = "provider-declined";
    public const string ForwardedByDeadline = "forwarded-by-deadline";
    public const string ChoiceLinkLocked = "choice-link-locked";
    public const string AmendedAfterDispatch = "amended-after-dispatch";
    public const string OldReferral = "old-referral";
    public const string ProfileMissed = "profile-missed";
    public const string ProviderRefused = "provider-refused";
    public const string Appealed = "appealed";
    public const string NhsNumberUnverified = "nhs-number-unverified";
    public const string IdentityDoubtful = "identity-doubtful";
    public const string Restricted = "restricted";
    public const string ConsentRefused = "consent-refused";
    public const string InterpreterNeeded = "interpreter-needed";
    public const string AttachmentInfected = "attachment-infected";

    /// <summary>Those that are about the patient and stand wherever the patient is named, the gravest first.</summary>
    public static readonly IReadOnlyList<string> OfThePatient =
    [
        Restricted,
        ConsentRefused,
        PatientDeceased,
        PatientRecordInactive,
        IdentityDoubtful,
        NhsNumberInvalid,
        NhsNumberMissing,
        NhsNumberUnverified,
        InterpreterNeeded,
    ];

    /// <summary>No service of the directory is for this referral, with or without room.</summary>
    public const string NoSuitableService = "no-suitable-service";

    /// <summary>The provider says that what was asked for is done.</summary>
    public const string ProviderDone = "provider-done";

    public static string Describe(string code) =>
        code switch
        {
            PriorityNotStated => "Priority not stated (taken as routine)",
            SpecialtyNotStated => "Specialty not stated",
            NhsNumberInvalid => "NHS number fails its check",
            NhsNumberMissing => "No NHS number",
            PatientDeceased => "Patient recorded as deceased",
            PatientRecordInactive => "Patient record no longer in use",
            PracticeUnknown => "Practice not in the directory",
            PracticeMissing => "Referring practice not stated",
            MessageIdReused => "Message id used before with other content",
            PossibleDuplicate => "Possible duplicate",
            AttachmentMissing => "An attachment has no content",
            AttachmentInfected => "A file that came with it holds malware and is shown to nobody",
            ProviderDeclined => "Declined by a provider",
            ForwardedByDeadline => "Forwarded because the deadline passed",
            ChoiceLinkLocked => "Choice link locked",
            AmendedAfterDispatch => "Amended after dispatch",
            OldReferral => "Written more than a year ago",
            ProfileMissed => "Message misses its profile",
            ProviderRefused => "A provider did not take a message about it",
            Appealed => "The practice appeals a return",
            NhsNumberUnverified => "NHS number not verified",
            IdentityDoubtful => "May be taken for another patient",
            Restricted => "Restricted: identity and address are confidential",
            ConsentRefused => "Consent refused or limited",
            InterpreterNeeded => "Interpreter needed",
            NoSuitableService => "No service in the directory takes it",
            ProviderDone => "The provider says it is done",
            _ => code,
        };
}
