using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Operations;

public sealed record OperationsView(
    IReadOnlyList<FailedGroup> Failed,
    IReadOnlyList<WorkItem> WorkItems,
    IReadOnlyList<(Stage Stage, int Count, int Overdue)> Stages,
    IReadOnlyList<Heartbeat> Processes,
    IReadOnlyDictionary<Guid, Stage> About,
    DateTime Now
);

/// <summary>What operators do by hand. Each act names who did it.</summary>
public sealed class OperationsDesk(
    HubDatabase database,
    CurrentScope callerScope,
    IntakeService intake,
    FailedWork failed,
    TimeProvider time
)
{
    const int RowsMax = 100;
    static readonly Stage[] Open = [.. Enum.GetValues<Stage>().Where(s => !s.IsTerminal())];

    public async Task<OperationsView> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var now = time.UtcNow();
        var items = await db.WorkItems.Where(w => w.Settled == null).OrderBy(w => w.Due).Take(RowsMax).ToListAsync(cancellationToken);
        var stages = await db
            .Journeys.Where(j => Open.Contains(j.Stage))
            .GroupBy(j => j.Stage)
            .Select(g => new
            {
                g.Key,
                Count = g.Count(),
                Overdue = g.Count(j => j.Due < now),
            })
            .ToListAsync(cancellationToken);
        return new(
            await failed.GroupsAsync(cancellationToken),
            items,
            [.. stages.OrderBy(s => s.Key).Select(s => (s.Key, s.Count, s.Overdue))],
            await db.Set<Heartbeat>().OrderBy(h => h.Name).Take(RowsMax).ToListAsync(cancellationToken),
            await ReadStagesAsync(db, items, cancellationToken),
            await database.ClockAsync(db, time, cancellationToken)
        );
    }

    /// <summary>Where the referrals are by now that work items are about.</summary>
    static Task<Dictionary<Guid, Stage>> ReadStagesAsync(HubDbContext db, List<WorkItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(i => i.Referral).OfType<Guid>().Distinct().ToList();
        return db.Journeys.Where(j => ids.Contains(j.Id)).ToDictionaryAsync(j => j.Id, j => j.Stage, cancellationToken);
    }

    /// <summary>Takes in a message that was put aside because its id had been used before.</summary>
    public async Task<IntakeResult?> AdmitAsync(Guid workItem, string by, CancellationToken cancellationToken)
    {
        StoredDocument? document;
        await using (var db = database.OpenRead(callerScope.Read()))
        {
            if (!await db.WorkItems.AnyAsync(w => w.Id == workItem && w.Settled == null && w.Document != null, cancellationToken))
                return null;
            document = await db.Documents.FirstOrDefaultAsync(d => d.Referral == workItem && d.Version == 1, cancellationToken);
        }

        if (document is null)
            return null;
        var result = await intake.SubmitAsync(
            Brotli.Decompress(document.Bytes, document.Length),
            IntakeFace.Base,
            null,
            null,
            caller: null,
            cancellationToken,
            admitReusedId: true
        );
        if (result.Stored || result.Outcome == IntakeOutcome.Duplicate)
            await SettleAsync(
                workItem,
                by,
                $"Admitted as referral {ReferralReference.Display(result.Reference ?? "")}.",
                cancellationToken
            );
        return result;
    }

    /// <summary>Closes a work item with what was done about it.</summary>
    public Task<bool> SettleAsync(Guid workItem, string by, string settlement, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var item = await db.WorkItems.AsTracking().FirstOrDefaultAsync(w => w.Id == workItem && w.Settled == null, token);
                if (item is null)
                    return false;
                (item.Settled, item.SettledBy, item.Settlement) = (time.UtcNow(), by, settlement);
                return true;
            },
            cancellationToken
        );
}
