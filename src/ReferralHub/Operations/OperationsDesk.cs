using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Operations;

/// <summary>A referral that waits for somebody with room for it.</summary>
public sealed record WaitingForCapacity(
    Guid Id,
    string Reference,
    bool SpecialtyKnown,
    string Specialty,
    string Priority,
    DateTime Since,
    DateTime? Due
)
{
    /// <summary>Whether no service of the directory takes it, so that looking again does not help.</summary>
    public bool IsServiceMissing { get; init; }
}

public sealed record OperationsView(
    IReadOnlyList<FailedGroup> Failed,
    IReadOnlyList<WorkItem> WorkItems,
    IReadOnlyList<WaitingForCapacity> Capacity,
    IReadOnlyList<(Stage Stage, int Count, int Overdue)> Stages,
    IReadOnlyList<Heartbeat> Processes,
    IReadOnlyDictionary<Guid, Stage> About,
    DateTime Now
);

/// <summary>What operators and the booking team do by hand. Each act names who did it.</summary>
public sealed class OperationsDesk(
    HubDatabase database,
    IntakeService intake,
    StageRunner runner,
    JourneyMoves moves,
    ChoiceStage choice,
    ChoiceLinks links,
    FailedWork failed,
    TimeProvider time
)
{
    const int RowsMax = 100;
    static readonly Stage[] Open = [.. Enum.GetValues<Stage>().Where(s => !s.IsTerminal())];

    public async Task<OperationsView> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var items = await db.WorkItems.Where(w => w.Settled == null).OrderBy(w => w.Due).Take(RowsMax).ToListAsync(cancellationToken);
        var capacity = await db
            .Journeys.Where(j => j.Stage == Stage.AwaitingCapacity)
            .OrderBy(j => j.Due)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
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
            [
                .. capacity.Select(j => new WaitingForCapacity(
                    j.Id,
                    ReferralReference.Display(j.Reference),
                    j.Specialty is not null,
                    TreatmentFunction.FindName(j.Specialty),
                    j.Priority.ToWords(),
                    j.StageEntered,
                    j.Due
                )
                {
                    IsServiceMissing = j.Has(Flags.NoSuitableService),
                }),
            ],
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

    /// <summary>Works out the options again, when capacity may have come free.</summary>
    public Task LookForCapacityAsync(Guid referral, CancellationToken cancellationToken) =>
        runner.RunAsync(Stage.AwaitingCapacity, [referral], choice.AdvanceAsync, cancellationToken);

    /// <summary>
    /// Names the specialty of a referral that passed straight on without one, and looks for a service at once: suspected
    /// cancer is not sent back to a queue for it.
    /// </summary>
    public async Task<bool> NameSpecialtyAsync(Guid referral, string specialty, string by, CancellationToken cancellationToken)
    {
        if (!TreatmentFunction.TryFind(specialty, out var function))
            return false;
        var named = await database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db
                    .Journeys.AsTracking()
                    .FirstOrDefaultAsync(j => j.Id == referral && j.Stage == Stage.AwaitingCapacity && j.Specialty == null, token);
                if (journey is null)
                    return false;
                NameSpecialty(db, moves, journey, function.Code, by, time.UtcNow());
                return true;
            },
            cancellationToken
        );
        if (named)
            await LookForCapacityAsync(referral, cancellationToken);
        return named;
    }

    internal static void NameSpecialty(
        HubDbContext db,
        JourneyMoves moves,
        ReferralJourney journey,
        string specialty,
        string by,
        DateTime now
    )
    {
        JourneyMoves.Reclassify(journey, specialty, journey.Priority);
        moves.Note(db, journey, EventTypes.Reclassified, Actor.BookingTeam(by), new() { Reason = ReasonCodes.SpecialtyNamed }, now);
    }

    /// <summary>A new link for the patient; earlier ones stop working.</summary>
    public Task<string?> IssueLinkAsync(Guid referral, CancellationToken cancellationToken) =>
        links.IssueAsync(referral, cancellationToken);

    /// <summary>Takes in a message that was put aside because its id had been used before.</summary>
    public async Task<IntakeResult?> AdmitAsync(Guid workItem, string by, CancellationToken cancellationToken)
    {
        StoredDocument? document;
        await using (var db = database.OpenRead())
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
