namespace ReferralHub.Platform.Access;

/// <summary>Roles that go together in many allowances.</summary>
public static class RoleSets
{
    /// <summary>Clinicians of the centre who review.</summary>
    public static readonly CallerRole[] Reviewers = [CallerRole.Reviewer, CallerRole.Lead];

    /// <summary>Whoever has signed in as a person.</summary>
    public static readonly CallerRole[] People = [.. Enum.GetValues<CallerRole>().Where(r => r < CallerRole.GpSystem)];

    /// <summary>Any registered system.</summary>
    public static readonly CallerRole[] Systems = [.. Enum.GetValues<CallerRole>().Where(r => r >= CallerRole.GpSystem)];

    public static readonly CallerRole[] Everybody = [.. People, .. Systems];

    /// <summary>Whoever may read FHIR resources, each within their scope.</summary>
    public static readonly CallerRole[] FhirReaders =
    [
        .. Reviewers,
        CallerRole.Booking,
        CallerRole.Privacy,
        CallerRole.GpSystem,
        CallerRole.ProviderSystem,
        CallerRole.CentreSystem,
    ];

    /// <summary>Systems that send referrals.</summary>
    public static readonly CallerRole[] Senders = [CallerRole.GpSystem, CallerRole.CentreSystem];
}
