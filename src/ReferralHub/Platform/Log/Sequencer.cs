using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform.Log;

/// <summary>
/// Gives committed events their place: a contiguous position and a hash chained to the one before. Only one runs at a
/// time (the scheduler's lease); the unique index on position would stop a second one.
/// </summary>
public sealed class Sequencer(HubDatabase database)
{
    internal const int BatchEventsMax = 512;

    /// <summary>Stamps one batch; returns how many events it stamped, which may be a few more than <see cref="BatchEventsMax"/>.</summary>
    /// <param name="fence">The lease under which it stamps; null only where no other process can be.</param>
    public async Task<int> StampAsync(LeaseFence? fence, CancellationToken cancellationToken)
    {
        // A look costs less than a transaction, and on a shared database most looks find nothing.
        if (database.IsShared)
        {
            await using var look = database.OpenRead(AccessScope.System("numbers the log of all referrals"));
            if (!await look.Log.AnyAsync(e => e.Position == null, cancellationToken))
                return 0;
        }

        var stamped = await database.WriteAsync(
            async (db, token) =>
            {
                if (fence is not null)
                    await fence.HoldAsync(database, db, token);
                return await StampAsync(db, token);
            },
            cancellationToken
        );
        if (stamped > 0)
            FailPoints.Hit("event-stamped");
        return stamped;
    }

    internal static async Task<int> StampAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        // By the index, about in the order in which they were written. To sort all that waits would take the longer the more
        // waits, and a log that has fallen behind would never catch up.
        var waiting = await db
            .Log.AsTracking()
            .Where(e => e.Position == null)
            .OrderBy(e => e.Position)
            .Take(BatchEventsMax)
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return 0;
        if (waiting.Count == BatchEventsMax)
        {
            // More wait. Of each referral all that do come along, so that its events keep their order.
            var referrals = waiting.Select(e => e.Referral).Distinct().ToList();
            // Written so that the database goes by referral and not along everything without a position.
            waiting = await db
                .Log.AsTracking()
                .Where(e => referrals.Contains(e.Referral) && (e.Position ?? 0) == 0)
                .ToListAsync(cancellationToken);
        }

        waiting = [.. waiting.OrderBy(e => e.At).ThenBy(e => e.Referral).ThenBy(e => e.Version).ThenBy(e => e.Id)];

        var head = await HeadAsync(db, cancellationToken);
        var (position, hash) = (head?.Position ?? 0, head?.Hash ?? LogChain.Genesis);
        foreach (var e in waiting)
        {
            hash = LogChain.Hash(hash, ++position, e);
            (e.Position, e.Hash) = (position, hash);
        }

        return waiting.Count;
    }

    /// <summary>
    /// Gives an event that is about to be saved the very next place, for what must follow on what was read in the same transaction. The
    /// caller holds the scheduler's lease until then; the unique index on position would stop two all the same.
    /// </summary>
    internal static async Task StampNextAsync(HubDbContext db, LogEvent e, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(db, cancellationToken);
        e.Position = (head?.Position ?? 0) + 1;
        e.Hash = LogChain.Hash(head?.Hash ?? LogChain.Genesis, e.Position.Value, e);
    }

    /// <summary>The last stamped event, or null in an empty log.</summary>
    public static Task<LogEvent?> HeadAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db.Log.AsNoTracking().Where(e => e.Position != null).OrderByDescending(e => e.Position).FirstOrDefaultAsync(cancellationToken);
}
