using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Referrals;

/// <summary>How far a referral has come at the provider that was chosen for it.</summary>
public enum DestinationStanding
{
    /// <summary>It is on its way.</summary>
    Chosen,

    /// <summary>The provider has it and has not answered.</summary>
    Sent,

    Accepted,

    Declined,

    /// <summary>The provider knows that the practice took it back.</summary>
    Withdrawn,
}

/// <summary>Where a referral went: service and provider as they were shown when they were chosen.</summary>
/// <param name="Service">Id in the directory.</param>
/// <param name="Provider">ODS code.</param>
/// <param name="Chosen">UTC.</param>
/// <param name="Since">Since when it stands as it does, UTC.</param>
public sealed record ReferralDestination(
    string Service,
    string ServiceName,
    string Provider,
    string ProviderName,
    DestinationStanding Standing,
    DateTime Chosen,
    DateTime Since
)
{
    /// <summary>Name of the place; null when the directory names none.</summary>
    public string? Site { get; init; }

    public string? Telephone { get; init; }

    /// <summary>Why the provider declined, in words; null when it did not or gave no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Nature of the interest that the practice had declared in the provider when it was shown; null when none.</summary>
    public string? Interest { get; init; }
}

/// <summary>Tells where referrals went. The module that sends them registers its own.</summary>
public interface IReferralDestinations
{
    /// <summary>Every provider that a referral was meant for, oldest first; the ones that declined are among them.</summary>
    Task<IReadOnlyList<(Guid Referral, ReferralDestination Destination)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    );

    /// <summary>Referrals that were accepted by one of these providers.</summary>
    /// <param name="providers">ODS codes.</param>
    IQueryable<Guid> FindAcceptedBy(HubDbContext db, IReadOnlyCollection<string> providers);
}

/// <summary>Where referrals went, whoever sends them.</summary>
public sealed class AllDestinations(IEnumerable<IReferralDestinations> sources)
{
    /// <summary>Destinations by referral, oldest first.</summary>
    public async Task<ILookup<Guid, ReferralDestination>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(Guid Referral, ReferralDestination Destination)>();
        if (referrals.Count > 0)
            foreach (var source in sources)
                found.AddRange(await source.ReadAsync(db, referrals, cancellationToken));
        return found.OrderBy(f => f.Destination.Chosen).ToLookup(f => f.Referral, f => f.Destination);
    }

    /// <summary>Where it is or goes now; null when no provider has been chosen, or the one that was has declined.</summary>
    public static ReferralDestination? FindCurrent(Stage stage, IEnumerable<ReferralDestination> destinations) =>
        stage is Stage.Chosen or Stage.Dispatched or Stage.HandedOver
            ? destinations.LastOrDefault(d => d.Standing != DestinationStanding.Declined)
            : null;

    /// <summary>The same views, each with where it went by the time that it speaks of.</summary>
    internal async Task<IReadOnlyList<ReferralView>> AttachAsync(
        HubDbContext db,
        IReadOnlyList<ReferralView> views,
        CancellationToken cancellationToken
    )
    {
        var gone = views.Where(v => v.Stage is Stage.Chosen or Stage.Dispatched or Stage.HandedOver).Select(v => v.Id).Distinct().ToList();
        if (gone.Count == 0)
            return views;
        var found = await ReadAsync(db, gone, cancellationToken);
        return [.. views.Select(v => v with { Destination = FindCurrent(v.Stage, found[v.Id].Where(d => d.Chosen <= v.Updated)) })];
    }

    internal IQueryable<Guid> FindAcceptedBy(HubDbContext db, IReadOnlyCollection<string> providers) =>
        sources.Select(s => s.FindAcceptedBy(db, providers)).FirstOrDefault()
        ?? db.Set<ReferralJourney>().Where(_ => false).Select(j => j.Id);
}
