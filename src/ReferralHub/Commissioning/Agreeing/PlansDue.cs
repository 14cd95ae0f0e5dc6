using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>
/// Raises a work item when the day has passed by which budgets were to be agreed, one for each plan set and year, and settles it when all
/// of them are. It names the commissioner's contact, whose matter it is.
/// </summary>
public sealed class PlansDue(HubDatabase database, CommissioningStore store, TimeProvider time) : IScheduledCheck
{
    public const string Kind = "plan-not-agreed";
    const int LinesMax = 10_000;
    const int HoldersNamedMax = 5;

    /// <summary>What the column holds; ids and contacts may be long.</summary>
    const int TextCharactersMax = 400;

    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        var configuration = store.Current;
        var (now, today) = (time.UtcNow(), WorkingDays.LocalDate(time.UtcNow()));
        // Most turns find nothing, and then cost two queries.
        if (!await AnyAsync(today, cancellationToken))
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                var late = await FindLate(db.PlanLines.AsTracking(), today)
                    .Where(l => l.WorkItem == null)
                    .OrderBy(l => l.Line)
                    .Take(LinesMax)
                    .ToListAsync(token);
                foreach (var lines in late.GroupBy(l => (l.Set, l.YearStarting)))
                    Raise(db, configuration, [.. lines], now);
                await SettleAsync(db, now, token);
            },
            cancellationToken
        );
    }

    async Task<bool> AnyAsync(DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("looks for budgets that nobody has agreed"));
        return await FindLate(db.PlanLines, today).AnyAsync(l => l.WorkItem == null, cancellationToken)
            || await db.PlanLines.AnyAsync(l => l.WorkItem != null && (l.AgreedPence == l.Pence || l.IsGone), cancellationToken);
    }

    /// <summary>Not agreed on the day after it was due, in a year that is not over.</summary>
    static IQueryable<PlanLineYear> FindLate(IQueryable<PlanLineYear> lines, DateOnly today)
    {
        var year = FinancialYear.FromDate(today).Starting;
        return lines.Where(l =>
            !l.IsGone && l.DueOn < today && l.YearStarting >= year && (l.AgreedPence == null || l.AgreedPence != l.Pence)
        );
    }

    static void Raise(HubDbContext db, Configuration configuration, IReadOnlyList<PlanLineYear> lines, DateTime now)
    {
        if (configuration.PlanSets.FirstOrDefault(s => s.Id == lines[0].Set) is not { } set)
            return;
        var item = new WorkItem
        {
            Id = EntityId.New(now),
            Kind = Kind,
            Text = Cut(Describe(configuration, set, lines, WorkingDays.LocalDate(now))),
            Raised = now,
            Due = WorkingDays.Deadline(now, 0),
        };
        db.WorkItems.Add(item);
        foreach (var line in lines)
            line.WorkItem = item.Id;
    }

    static string Cut(string text) => text.Length <= TextCharactersMax ? text : text[..(TextCharactersMax - 1)] + "…";

    static string Describe(Configuration configuration, PlanSet set, IReadOnlyList<PlanLineYear> lines, DateOnly today)
    {
        var commissioner = new Memberships(configuration).FindBody(set.Commissioner, today);
        var holders = string.Join(", ", lines.Take(HoldersNamedMax).Select(l => l.Holder));
        var more = lines.Count > HoldersNamedMax ? $" and {lines.Count - HoldersNamedMax:N0} more" : "";
        return $"Budgets of the plan {set.Id} for {lines[0].Year} were to be agreed by {lines[0].DueOn:d MMMM yyyy} and are not: "
            + $"{holders}{more}. It is a matter for {commissioner?.Name ?? set.Commissioner}"
            + $"{(commissioner?.Contact is { } contact ? $" ({contact})" : ", which names no contact")}: ask who is to propose or agree.";
    }

    /// <summary>Of lines that were late: an item is settled when none of its lines waits any more.</summary>
    static async Task SettleAsync(HubDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var done = await db
            .PlanLines.AsTracking()
            .Where(l => l.WorkItem != null && (l.AgreedPence == l.Pence || l.IsGone))
            .OrderBy(l => l.Line)
            .Take(LinesMax)
            .ToListAsync(cancellationToken);
        var items = done.Select(l => l.WorkItem!.Value).Distinct().ToList();
        if (items.Count == 0)
            return;
        var waiting = await db
            .PlanLines.Where(l => l.WorkItem != null && items.Contains(l.WorkItem.Value))
            .Where(l => !l.IsGone && (l.AgreedPence == null || l.AgreedPence != l.Pence))
            .Select(l => l.WorkItem!.Value)
            .ToListAsync(cancellationToken);
        var over = items.Except(waiting).ToList();
        foreach (var line in done)
            line.WorkItem = null;
        foreach (
            var item in await db.WorkItems.AsTracking().Where(w => over.Contains(w.Id) && w.Settled == null).ToListAsync(cancellationToken)
        )
            (item.Settled, item.SettledBy, item.Settlement) = (now, "hub", "All of these budgets are agreed or no longer planned.");
    }
}
