using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// Gives audited calls their place: a contiguous position and a hash chained to the one before. Only one runs at a time (the
/// scheduler's lease); the unique index on position would stop a second one.
/// </summary>
public sealed class AuditStamper(HubDatabase database)
{
    internal const int BatchEventsMax = 512;

    /// <summary>Stamps one batch; returns how many events it stamped.</summary>
    /// <param name="fence">The lease under which it stamps; null only where no other process can be.</param>
    public async Task<int> StampAsync(LeaseFence? fence, CancellationToken cancellationToken)
    {
        await using (var look = database.OpenRead(AccessScope.System("the audit is stamped whatever it is about")))
            if (!await look.AccessEvents.AnyAsync(e => e.Position == null, cancellationToken))
                return 0;
        return await database.WriteAsync(
            async (db, token) =>
            {
                if (fence is not null)
                    await fence.HoldAsync(database, db, token);
                return await StampAsync(db, token);
            },
            cancellationToken
        );
    }

    /// <summary>The last stamped event, or null in an empty audit.</summary>
    public static Task<AccessEvent?> HeadAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db
            .AccessEvents.AsNoTracking()
            .Where(e => e.Position != null)
            .OrderByDescending(e => e.Position)
            .FirstOrDefaultAsync(cancellationToken);

    static async Task<int> StampAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        // By the index, so that a long wait does not make it slower.
        var waiting = await db
            .AccessEvents.AsTracking()
            .Where(e => e.Position == null)
            .OrderBy(e => e.Position)
            .Take(BatchEventsMax)
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return 0;
        waiting = [.. waiting.OrderBy(e => e.At).ThenBy(e => e.Id)];
        var subjects = await AuditSubjects.FindAsync(db, waiting, cancellationToken);
        var head = await HeadAsync(db, cancellationToken);
        var (position, hash) = (head?.Position ?? 0, head?.Hash ?? AuditChain.Genesis);
        foreach (var e in waiting)
        {
            hash = AuditChain.Hash(hash, ++position, e, subjects[e.Id]);
            (e.Position, e.Hash) = (position, hash);
        }

        return waiting.Count;
    }
}

/// <summary>Reads the subjects of events.</summary>
static class AuditSubjects
{
    /// <summary>Subjects by event, in the order of their numbers.</summary>
    public static async Task<ILookup<Guid, AccessSubject>> FindAsync(
        HubDbContext db,
        IReadOnlyList<AccessEvent> events,
        CancellationToken cancellationToken
    )
    {
        var ids = events.Select(e => e.Id).ToList();
        return (await db.AccessSubjects.AsNoTracking().Where(s => ids.Contains(s.Event)).ToListAsync(cancellationToken))
            .OrderBy(s => s.Number)
            .ToLookup(s => s.Event);
    }
}

static class AuditTables
{
    extension(HubDbContext db)
    {
        public DbSet<AccessEvent> AccessEvents => db.Set<AccessEvent>();

        public DbSet<AccessSubject> AccessSubjects => db.Set<AccessSubject>();
    }
}
