namespace ReferralHub.Platform.Access;

/// <summary>As what somebody or something calls the hub. A person has one at a time.</summary>
public enum CallerRole
{
    /// <summary>A clinician who decides about referrals.</summary>
    Reviewer,

    /// <summary>A reviewer who also sees how all decide, and gives referrals to others.</summary>
    Lead,

    /// <summary>Somebody at a practice that refers.</summary>
    Practice,

    /// <summary>Somebody of the centre who looks for capacity and helps patients to choose.</summary>
    Booking,

    /// <summary>Somebody of a body that commissions care for the patients of its practices.</summary>
    Commissioner,

    /// <summary>Somebody at a provider, who sees what was sent to it.</summary>
    Provider,

    /// <summary>Who answers for the protection of patients' data, and reads the audit.</summary>
    Privacy,

    /// <summary>Who keeps the hub running.</summary>
    Operator,

    /// <summary>Who grants roles to people and registers systems.</summary>
    Administrator,

    /// <summary>A GP system, for its own practice or practices.</summary>
    GpSystem,

    /// <summary>A provider's system.</summary>
    ProviderSystem,

    /// <summary>A system of the centre itself, such as the command line or a backlog import.</summary>
    CentreSystem,

    /// <summary>A system that reads feeds.</summary>
    ReaderSystem,
}
