using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>
/// Follows a load of the arrangements: keeps every line of every plan in each of its years, and says in the log which of them are agreed
/// by being loaded. Done again it changes nothing, because a line is agreed once for each year and figure.
/// <list type="bullet">
/// <item>A set whose row came with two agreements is agreed. Agreements that stood there at the load before do not count for a figure that
/// is not agreed: they were about another one. Those that are written anew count when they come together.</item>
/// <item>Money that its commissioner keeps for itself is agreed by being written down (reason rest).</item>
/// <item>A line that is gone has nothing from then on, in the years that are not over.</item>
/// </list>
/// </summary>
static class KeepPlanLines
{
    /// <summary>Reason code: written as agreed by two parties.</summary>
    public const string Written = "written";

    /// <summary>Reason code: kept by the body whose money it is.</summary>
    public const string Rest = "rest";

    /// <summary>Reason code: no arrangement has the line any more.</summary>
    public const string Gone = "gone";

    /// <param name="before">The arrangements of the load before; empty when there was none.</param>
    /// <param name="load">Id of this load.</param>
    public static async Task WriteAsync(
        HubDbContext db,
        Configuration before,
        Configuration after,
        Guid load,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await db.HoldLockAsync(LeaseLock.Books, cancellationToken);
        var known = await db.PlanLines.AsTracking().ToDictionaryAsync(l => (l.Line, l.YearStarting), cancellationToken);
        var writer = new Writer(db, WorkingDays.LocalDate(now), load, now);
        var earlier = before.PlanSets.Where(s => !s.IsExample).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var seen = new HashSet<(string, int)>();
        foreach (var year in PlanYear.List(after))
        {
            var key = (year.Line, year.YearStarting);
            seen.Add(key);
            if (!known.TryGetValue(key, out var line))
                db.PlanLines.Add(line = Create(year));
            (line.From, line.DueOn, line.Pence) = (year.From, year.DueOn, year.Amount.Pence);
            (line.Load, line.IsGone) = (load, false);
            if (!line.IsAgreed && FindReason(year, earlier.GetValueOrDefault(year.Set.Id)) is { } reason)
                writer.Agree(year.Set, line, reason);
        }

        foreach (var (key, line) in known)
            if (!line.IsGone && !seen.Contains(key) && earlier.TryGetValue(line.Set, out var set))
                writer.End(set, line);
        await BookEventBatch.AppendAsync(db, writer.Events, Actor.Books, now, cancellationToken);
    }

    /// <summary>Whether the lines of the last load are there: an earlier version of the hub may have loaded it.</summary>
    public static Task<bool> AreKeptAsync(HubDbContext db, Configuration configuration, Guid load, CancellationToken cancellationToken) =>
        configuration.PlanSets.All(s => s.IsExample)
            ? Task.FromResult(true)
            : db.PlanLines.AnyAsync(l => l.Load == load, cancellationToken);

    /// <summary>Why a line counts as agreed as it was loaded; null when people have to agree.</summary>
    /// <param name="before">The set at the load before; null where there was none.</param>
    static string? FindReason(PlanYear year, PlanSet? before)
    {
        if (year.IsOwnMoney)
            return Rest;
        var set = before is null ? year.Set : year.Set with { Agreed = [.. year.Set.Agreed.Except(before.Agreed)] };
        return PlanAgreements.IsAgreed(set) ? Written : null;
    }

    static PlanLineYear Create(PlanYear year) =>
        new()
        {
            Line = year.Line,
            YearStarting = year.YearStarting,
            Set = year.Set.Id,
            Holder = year.Holder,
            Pence = year.Amount.Pence,
        };

    /// <summary>Collects events, and keeps the acts beside them.</summary>
    sealed class Writer(HubDbContext db, DateOnly today, Guid load, DateTime now)
    {
        readonly List<WaitingBookEvent> events = [];

        public IReadOnlyList<WaitingBookEvent> Events => events;

        public void Agree(PlanSet set, PlanLineYear line, string reason)
        {
            if (line.AgreedPence is { } earlier)
            {
                Add(line, PlanActKind.Superseded, earlier, set.Commissioner);
                Say(BookEventTypes.PlanSuperseded, set, line, line.Amount, PlanEvents.FindDayOfChange(line, today), reason);
            }

            (line.AgreedPence, line.AgreedAt) = (line.Pence, now);
            Add(line, PlanActKind.Agreed, line.Pence, set.Commissioner);
            Say(BookEventTypes.PlanAgreed, set, line, line.Amount, line.From, reason);
        }

        /// <param name="set">As it was.</param>
        public void End(PlanSet set, PlanLineYear line)
        {
            (line.IsGone, line.Load) = (true, load);
            if (line.AgreedPence is not { } agreed || agreed == 0 || line.Year.End < today)
                return;
            Add(line, PlanActKind.Superseded, agreed, set.Commissioner);
            line.AgreedPence = 0;
            Say(BookEventTypes.PlanSuperseded, set, line, Money.Zero, PlanEvents.FindDayOfChange(line, today), Gone);
        }

        void Say(string type, PlanSet set, PlanLineYear line, Money amount, DateOnly from, string reason)
        {
            var e = PlanEvents.Create(type, set, line, amount, set.Commissioner, from);
            events.Add(e with { Data = e.Data with { Reason = reason } });
        }

        void Add(PlanLineYear line, PlanActKind kind, long pence, string by) =>
            db.PlanActs.Add(
                new()
                {
                    Id = EntityId.New(now),
                    Line = line.Line,
                    YearStarting = line.YearStarting,
                    Kind = kind,
                    Pence = pence,
                    By = by,
                    Load = load,
                    At = now,
                }
            );
    }
}
