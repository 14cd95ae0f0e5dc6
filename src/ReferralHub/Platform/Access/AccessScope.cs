namespace ReferralHub.Platform.Access;

/// <summary>By what a scope finds referrals.</summary>
public enum ScopeKind
{
    /// <summary>It finds none.</summary>
    Nothing,

    /// <summary>By the practice that refers.</summary>
    Practices,

    /// <summary>By the provider to which they were dispatched.</summary>
    Providers,

    /// <summary>One alone, for its patient.</summary>
    Referral,

    /// <summary>No referral, but how many there are of some practices and what they cost.</summary>
    Figures,

    /// <summary>Nothing is left out.</summary>
    All,
}

/// <summary>
/// Which referrals a read may find. Every read of the database names one, so that no query can forget whose data it is about.
/// </summary>
public sealed record AccessScope
{
    AccessScope() { }

    /// <summary>All referrals: staff and systems of the centre, by their role.</summary>
    public static AccessScope Centre { get; } = new() { Kind = ScopeKind.All };

    /// <summary>None.</summary>
    public static AccessScope Nothing { get; } = new();

    public ScopeKind Kind { get; private init; }

    /// <summary>True when nothing is left out.</summary>
    public bool IsAll => Kind == ScopeKind.All;

    /// <summary>ODS codes of practices whose referrals, or figures, are found.</summary>
    public IReadOnlyList<string> Practices { get; private init; } = [];

    /// <summary>ODS codes of providers; what was dispatched to them is found.</summary>
    public IReadOnlyList<string> Providers { get; private init; } = [];

    /// <summary>The one referral that is found, for a patient.</summary>
    public Guid? Referral { get; private init; }

    /// <summary>The hub's own work, which is nobody's reading.</summary>
    /// <param name="why">What for; for whoever reads the code.</param>
    public static AccessScope System(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return Centre;
    }

    /// <summary>With no practice, it finds nothing.</summary>
    public static AccessScope ForPractices(IReadOnlyList<string> practices) => new() { Kind = ScopeKind.Practices, Practices = practices };

    /// <summary>Figures of these practices, and none of their referrals: nobody who commissions care reads who is ill.</summary>
    public static AccessScope ForFigures(IReadOnlyList<string> practices) => new() { Kind = ScopeKind.Figures, Practices = practices };

    /// <summary>With no provider, it finds nothing.</summary>
    public static AccessScope ForProviders(IReadOnlyList<string> providers) => new() { Kind = ScopeKind.Providers, Providers = providers };

    public static AccessScope ForReferral(Guid referral) => new() { Kind = ScopeKind.Referral, Referral = referral };
}
