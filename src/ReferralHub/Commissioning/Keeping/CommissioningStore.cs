using ReferralHub.Commissioning.Model;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>
/// The commissioning arrangements in force, and those of any load before. All processes of a hub go by the last load, whichever of them
/// read the folder.
/// </summary>
public sealed class CommissioningStore(HubDatabase database)
{
    const int LoadsKept = 4;
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    readonly SemaphoreSlim reading = new(1, 1);
    readonly Dictionary<Guid, Configuration> kept = [];
    readonly Queue<Guid> keptOrder = [];
    volatile Loaded loaded = Loaded.Nothing;
    long? readAt;

    /// <summary>What was loaded last; empty until something was.</summary>
    public Configuration Current => loaded.Configuration;

    /// <summary>Id of the last load; null until there is one.</summary>
    public Guid? LoadId => loaded.Load?.Id;

    internal CommissioningLoad? Last => loaded.Load;

    internal async Task<CommissioningLoad?> FindLastAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        return await KeptLoads.FindLastAsync(db, cancellationToken);
    }

    /// <summary>
    /// Takes up what another process has loaded. Whoever needs <see cref="Current"/> in a process that runs for days asks for it first;
    /// it looks every two seconds at most.
    /// </summary>
    /// <param name="isForced">Looks now.</param>
    /// <exception cref="ReferenceDataException">What was loaded cannot be read back; what was there before stays.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken, bool isForced = false)
    {
        if (!isForced && readAt is { } at && Environment.TickCount64 - at < LookEvery.TotalMilliseconds)
            return;
        await reading.WaitAsync(cancellationToken);
        try
        {
            await using var db = Open();
            var last = await KeptLoads.FindLastAsync(db, cancellationToken);
            if (last is not null && last.Number > (loaded.Load?.Number ?? 0))
                loaded = new(last, await KeptLoads.ReadAsync(db, last, cancellationToken));
            readAt = Environment.TickCount64;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>The arrangements as one load left them, for whoever goes through the log again.</summary>
    /// <param name="load">Subject of its event.</param>
    /// <exception cref="ReferenceDataException">There is no such load, or its texts cannot be read back.</exception>
    public async Task<Configuration> AsAsync(Guid load, CancellationToken cancellationToken)
    {
        if (loaded is { Load: { } last } now && last.Id == load)
            return now.Configuration;
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (kept.TryGetValue(load, out var known))
                return known;
            await using var db = Open();
            var found =
                await db.CommissioningLoads.FindAsync([load], cancellationToken)
                ?? throw new ReferenceDataException("commissioning_load", null, $"there is no load {load}");
            return Keep(load, await KeptLoads.ReadAsync(db, found, cancellationToken));
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>This process has loaded it, or has found it loaded.</summary>
    internal void Take(CommissioningLoad load, Configuration configuration)
    {
        if (load.Number >= (loaded.Load?.Number ?? 0))
            loaded = new(load, configuration);
    }

    Configuration Keep(Guid load, Configuration configuration)
    {
        kept[load] = configuration;
        keptOrder.Enqueue(load);
        if (keptOrder.Count > LoadsKept)
            kept.Remove(keptOrder.Dequeue());
        return configuration;
    }

    HubDbContext Open() => database.OpenRead(AccessScope.System("commissioning arrangements are the same for everybody"));

    sealed record Loaded(CommissioningLoad? Load, Configuration Configuration)
    {
        public static readonly Loaded Nothing = new(null, Configuration.Empty);
    }
}
