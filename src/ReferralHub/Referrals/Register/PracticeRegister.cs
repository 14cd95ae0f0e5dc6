using System.Collections.Frozen;
using ReferralHub.Identity.People;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Register;

/// <summary>The practices of the area, kept in memory; loaded at start and after each load of the directory.</summary>
public sealed class PracticeRegister(HubDatabase database, TimeProvider time) : IOrganisationClosings
{
    FrozenDictionary<string, Practice> byOds = FrozenDictionary<string, Practice>.Empty;

    /// <summary>When it was read last, UTC.</summary>
    public DateTime LoadedAt { get; private set; } = time.UtcNow();

    public IReadOnlyCollection<Practice> All => byOds.Values;

    public bool Knows(string? ods) => ods is not null && byOds.ContainsKey(ods);

    public Practice? Find(string? ods) => ods is not null && byOds.TryGetValue(ods, out var practice) ? practice : null;

    public string FindName(string? ods) => Find(ods)?.Name ?? ods ?? "Not known";

    DateOnly? IOrganisationClosings.Find(string organisation) => Find(organisation)?.Closed;

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var practices = await ReferenceRows.ReadAllAsync<Practice>(database, cancellationToken);
        byOds = practices.ToFrozenDictionary(p => p.Ods, StringComparer.OrdinalIgnoreCase);
        LoadedAt = time.UtcNow();
    }
}
