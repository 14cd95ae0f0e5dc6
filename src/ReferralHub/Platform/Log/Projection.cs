using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform.Log;

/// <summary>A reader of the log that keeps tables of its own. It sees every event that it reads once, in order of position.</summary>
public interface IProjection
{
    /// <summary>Name of its cursor.</summary>
    string Name { get; }

    /// <summary>
    /// Which events it sees. Those about referrals unless it says otherwise, so that nobody who counts referrals takes what the log holds
    /// besides for one.
    /// </summary>
    bool Reads(LogEvent e) => e.IsAboutReferral;

    /// <summary>
    /// Changes its tables for these events, of which there is at least one; the caller saves and moves the cursor in the same
    /// transaction.
    /// </summary>
    Task ProjectAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken);

    /// <summary>Empties its tables, before a rebuild from position 1.</summary>
    Task ClearAsync(HubDbContext db, CancellationToken cancellationToken);
}

/// <summary>Feeds projections from the log, exactly once.</summary>
public sealed class ProjectionRunner(HubDatabase database, IEnumerable<IProjection> projections)
{
    internal const int BatchEventsMax = 512;

    public IReadOnlyList<IProjection> Projections { get; } = [.. projections];

    /// <summary>Advances each projection by one batch; returns how many events the one that read most has read.</summary>
    /// <param name="fence">The lease under which it runs; null only where no other process can be.</param>
    public async Task<int> AdvanceAsync(LeaseFence? fence, CancellationToken cancellationToken)
    {
        var most = 0;
        // Those that stand at the same place read the events once and share a transaction; one that fails is then alone.
        foreach (var together in await FindBehindAsync(cancellationToken))
        {
            try
            {
                most = Math.Max(most, await AdvanceAsync(together, fence, cancellationToken));
            }
            catch (Exception e)
                when (together.Count > 1
                    && e is not LeaseLostException
                    && !cancellationToken.IsCancellationRequested
                    && !database.IsOutage(e)
                )
            {
                most = Math.Max(most, await AdvanceAloneAsync(together, fence, cancellationToken));
            }
        }

        return most;
    }

    async Task<int> AdvanceAloneAsync(List<IProjection> projections, LeaseFence? fence, CancellationToken cancellationToken)
    {
        var (most, failures) = (0, new List<Exception>());
        foreach (var one in projections)
        {
            try
            {
                most = Math.Max(most, await AdvanceAsync([one], fence, cancellationToken));
            }
            catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? most : throw new AggregateException(failures);
    }

    Task<int> AdvanceAsync(List<IProjection> projections, LeaseFence? fence, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                if (fence is not null)
                    await fence.HoldAsync(database, db, token);
                var cursors = new List<LogCursor>();
                foreach (var projection in projections)
                    cursors.Add(await db.CursorAsync(projection.Name, token));
                var from = cursors[0].Position;
                // A rebuild in between put one of them back; the next round sees it apart.
                if (cursors.Exists(c => c.Position != from))
                    return 0;
                var events = await db
                    .Log.AsNoTracking()
                    .Where(e => e.Position > from)
                    .OrderBy(e => e.Position)
                    .Take(BatchEventsMax)
                    .ToListAsync(token);
                if (events.Count == 0)
                    return 0;
                foreach (var projection in projections)
                    if (events.FindAll(projection.Reads) is { Count: > 0 } own)
                        await projection.ProjectAsync(db, own, token);
                foreach (var cursor in cursors)
                    cursor.Position = events[^1].Position!.Value;
                return events.Count;
            },
            cancellationToken
        );

    /// <summary>Projections that have not read the whole log, by where they stand. A look costs less than a transaction.</summary>
    async Task<List<List<IProjection>>> FindBehindAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("looks where the projections stand"));
        var head = await db.Log.MaxAsync(e => e.Position, cancellationToken) ?? 0;
        if (head == 0)
            return [];
        var cursors = await db.Cursors.ToDictionaryAsync(c => c.Name, c => c.Position, cancellationToken);
        return
        [
            .. Projections
                .Where(p => cursors.GetValueOrDefault(p.Name) < head)
                .GroupBy(p => cursors.GetValueOrDefault(p.Name))
                .Select(g => g.ToList()),
        ];
    }

    /// <summary>Empties one projection and sets it to read the log again from the start.</summary>
    public Task RebuildAsync(IProjection projection, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                await projection.ClearAsync(db, token);
                (await db.CursorAsync(projection.Name, token)).Position = 0;
            },
            cancellationToken
        );
}
