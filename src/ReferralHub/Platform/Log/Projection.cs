using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform.Log;

/// <summary>A reader of the log that keeps tables of its own. It sees every event once, in order of position.</summary>
public interface IProjection
{
    /// <summary>Name of its cursor.</summary>
    string Name { get; }

    /// <summary>Changes its tables for these events; the caller saves and moves the cursor in the same transaction.</summary>
    Task ApplyAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken);

    /// <summary>Empties its tables, before a rebuild from position 1.</summary>
    Task ClearAsync(HubDbContext db, CancellationToken cancellationToken);
}

/// <summary>Feeds projections from the log, exactly once.</summary>
public sealed class ProjectionRunner(HubDatabase database, IEnumerable<IProjection> projections)
{
    const int BatchEventsMax = 512;

    public IReadOnlyList<IProjection> Projections { get; } = [.. projections];

    /// <summary>Advances each projection by one batch; returns how many events the one that read most has read.</summary>
    /// <param name="fence">The lease under which it runs; null only where no other process can be.</param>
    public async Task<int> AdvanceAsync(LeaseFence? fence, CancellationToken cancellationToken)
    {
        var most = 0;
        foreach (var projection in await BehindAsync(cancellationToken))
        {
            most = Math.Max(most, await database.WriteAsync(async (db, token) =>
            {
                if (fence is not null) await fence.HoldAsync(db, token);
                return await AdvanceAsync(db, projection, token);
            }, cancellationToken));
        }

        return most;
    }

    /// <summary>Projections that have not read the whole log. A look costs less than a transaction for each.</summary>
    async Task<List<IProjection>> BehindAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var head = (await Sequencer.HeadAsync(db, cancellationToken))?.Position ?? 0;
        if (head == 0) return [];
        var cursors = await db.Cursors.ToDictionaryAsync(c => c.Name, c => c.Position, cancellationToken);
        return [.. Projections.Where(p => cursors.GetValueOrDefault(p.Name) < head)];
    }

    /// <summary>Empties one projection and sets it to read the log again from the start.</summary>
    public Task RebuildAsync(IProjection projection, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        await projection.ClearAsync(db, token);
        (await CursorAsync(db, projection.Name, token)).Position = 0;
    }, cancellationToken);

    internal static async Task<int> AdvanceAsync(HubDbContext db, IProjection projection, CancellationToken cancellationToken)
    {
        var cursor = await CursorAsync(db, projection.Name, cancellationToken);
        var events = await db.Log.AsNoTracking().Where(e => e.Position > cursor.Position).OrderBy(e => e.Position).Take(BatchEventsMax).ToListAsync(cancellationToken);
        if (events.Count == 0) return 0;
        await projection.ApplyAsync(db, events, cancellationToken);
        cursor.Position = events[^1].Position!.Value;
        return events.Count;
    }

    static async Task<LogCursor> CursorAsync(HubDbContext db, string name, CancellationToken cancellationToken)
    {
        var cursor = await db.Cursors.AsTracking().FirstOrDefaultAsync(c => c.Name == name, cancellationToken);
        if (cursor is null) db.Cursors.Add(cursor = new() { Name = name });
        return cursor;
    }
}
