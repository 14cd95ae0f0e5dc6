namespace ReferralHub.Journey;

/// <summary>
/// Codes of <see cref="EventData.Reason"/> that somebody counts, compares or puts into words: activity and money are counted by
/// them, so they are never renamed. Codes of others (a provider's reason for declining, a reason for returning) are passed on.
/// </summary>
public static class ReasonCodes
{
    /// <summary>A rule let the referral through at once, because it may not wait.</summary>
    public const string FastTrack = "fast-track";

    /// <summary>A rule accepted it.</summary>
    public const string AcceptedByRule = "accept";

    /// <summary>A rule accepted it for another specialty than was asked for.</summary>
    public const string AcceptedElsewhere = "accept-elsewhere";

    /// <summary>The deadline passed, and suspected cancer does not wait for a person.</summary>
    public const string DeadlineForwarded = "deadline-forwarded";

    /// <summary>A clinician accepted it as it is.</summary>
    public const string Clinician = "clinician";

    /// <summary>A clinician accepted it with another specialty or priority.</summary>
    public const string ClinicianChanged = "clinician-changed";

    /// <summary>The referrer took it back.</summary>
    public const string Referrer = "referrer";

    /// <summary>It was closed as a duplicate of another referral of the patient, which <see cref="EventData.Follows"/> names.</summary>
    public const string DuplicateOf = "duplicate-of";

    /// <summary>The practice answered what it was asked.</summary>
    public const string Answered = "answered";

    /// <summary>The practice appeals a return.</summary>
    public const string Appeal = "appeal";

    /// <summary>The booking team named a specialty where the referral has none.</summary>
    public const string SpecialtyNamed = "specialty-named";

    /// <summary>No service of the directory is for this referral.</summary>
    public const string NoSuitableService = "no-suitable-service";

    /// <summary>Services are for it, and none has room.</summary>
    public const string NoCapacity = "no-slots";

    /// <summary>The booking team put it before a clinician, because no service takes it as it is.</summary>
    public const string ServiceNotFound = "service-not-found";

    /// <summary>An operator put it aside.</summary>
    public const string Operator = "operator";

    /// <summary>It waited for a minute without any worker finishing it.</summary>
    public const string NoWorkerFinished = "no-worker-finished";

    /// <summary>It was in hand when a process died, three times.</summary>
    public const string KillsWorkers = "kills-workers";

    /// <summary>Before the reason for which the patient has no choice.</summary>
    public const string ChoiceNotApplicablePrefix = "choice-not-applicable:";
}
