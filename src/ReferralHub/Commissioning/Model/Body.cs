namespace ReferralHub.Commissioning.Model;

/// <summary>An organisation, group or board that holds, agrees, decides or answers for money.</summary>
/// <param name="Kind">A label for pages; nothing asks what it says.</param>
public sealed record Body(RowPlace Place, string Id, string Name, string Kind, EffectivePeriod Period)
{
    /// <summary>individual, association or corporate.</summary>
    public string? Collectivity { get; init; }

    /// <summary>Its ODS code, where it has one.</summary>
    public string? Ods { get; init; }

    /// <summary>People it serves.</summary>
    public long? Population { get; init; }

    /// <summary>Id of the body above it; it may be outside what is configured here.</summary>
    public string? ReportsTo { get; init; }

    public string? SuccessorOf { get; init; }

    public string? LegalForm { get; init; }

    /// <summary>Whom its members and the public ask.</summary>
    public string? Contact { get; init; }

    public string? Source { get; init; }
}

/// <summary>That one body belongs to another for a time.</summary>
/// <param name="Role">member, provider-arm, lead or host.</param>
public sealed record Membership(RowPlace Place, string Body, string Member, string Role, EffectivePeriod Period);
