namespace ReferralHub.Platform.Access;

/// <summary>Who calls: a person in one of their roles, or a registered system. Patients, who come by a link, are none.</summary>
/// <param name="Id">Stable and never given twice: the id of the person or of the client.</param>
/// <param name="Name">As others read it. A person's is theirs alone in this hub, because decisions are signed with it.</param>
/// <param name="Post">Profession or post, as a practice reads it; the kind of system for a system.</param>
/// <param name="Organisations">
/// ODS codes that they act for. For a person exactly one; for a system one or more; the centre's own for its staff and systems.
/// </param>
public sealed record Caller(CallerRole Role, string Id, string Name, string Post, IReadOnlyList<string> Organisations)
{
    /// <summary>Id of the session or of the token under which they come, as the audit keeps it; never the secret itself.</summary>
    public string Session { get; init; } = "";

    /// <summary>Codes of the specialties whose referrals are theirs to review; all when empty.</summary>
    public IReadOnlyList<string> Specialties { get; init; } = [];

    /// <summary>SMART scopes of a system, such as <c>system/ServiceRequest.cru</c>; none for people.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Practices whose patients a commissioner answers for.</summary>
    public IReadOnlyList<string> CommissionedPractices { get; init; } = [];

    public bool IsSystem => Role >= CallerRole.GpSystem;

    /// <summary>What of the hub's rows this caller may read.</summary>
    public AccessScope Scope =>
        Role switch
        {
            CallerRole.GpSystem or CallerRole.Practice => AccessScope.ForPractices(Organisations),
            CallerRole.ProviderSystem or CallerRole.Provider => AccessScope.ForProviders(Organisations),
            CallerRole.Commissioner => AccessScope.ForFigures(CommissionedPractices),
            CallerRole.ReaderSystem => AccessScope.ForFigures(Organisations),
            _ => AccessScope.Centre,
        };
}
