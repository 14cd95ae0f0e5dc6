using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// Reads positions of plan lines from the sums that the book keeps: four queries for however many lines, and no posting among them. Which
/// lines a reader may see is decided before the first (<see cref="ReadableLines"/>).
/// </summary>
public sealed partial class BookPositions(HubDatabase database, CommissioningStore store, CurrentScope callerScope, TimeProvider time)
{
    /// <summary>All lines of this financial year that the reader may see, in the order of the files; last what no plan covers.</summary>
    public Task<IReadOnlyList<HolderPosition>> ReadAsync(AccessScope scope, CancellationToken cancellationToken) =>
        ReadAsync(scope, null, cancellationToken);

    /// <summary>The same for some of them.</summary>
    /// <param name="wanted">Holders, or ids of lines; null for all. What the reader may not see is left out, as if it were not.</param>
    public async Task<IReadOnlyList<HolderPosition>> ReadAsync(
        AccessScope scope,
        IReadOnlyCollection<string>? wanted,
        CancellationToken cancellationToken
    )
    {
        await store.RefreshAsync(cancellationToken);
        var now = time.UtcNow();
        var on = WorkingDays.LocalDate(now);
        var lines = FindLines(scope, wanted, on);
        if (lines.Count == 0)
            return [];
        await using var db = Open();
        var sums = await LineFigures.ReadAsync(db, lines, on, cancellationToken);
        var asOf = await ReadAsOfAsync(db, now, cancellationToken);
        // What no plan covers is a line only where there is something of it.
        return [.. lines.Where(l => l != BookLines.Unattributed || sums.Knows(l)).Select(l => Describe(sums.Calculate(l), asOf))];
    }

    static HolderPosition Describe(LinePosition position, DateTime asOf)
    {
        var (expected, low, high, _) = position.Forecast;
        var isEmpty = new[] { position.Authority, position.Spent, position.Committed, expected }.All(m => m == Money.Zero);
        return new(
            BookLines.FindHolder(position.Line),
            position.Line,
            position,
            isEmpty ? null : new ForecastRange(low, expected, high),
            position.Unpriced,
            asOf
        );
    }

    /// <summary>Lines of the plan sets that run in the year of the day.</summary>
    List<string> FindLines(AccessScope scope, IReadOnlyCollection<string>? wanted, DateOnly on)
    {
        var year = FinancialYear.FromDate(on);
        var readable = new ReadableLines(store.Current, scope, on);
        var lines = store
            .Current.PlanSets.Where(s => !s.IsExample && s.Period.From <= year.End && s.Period.To >= year.Start)
            .SelectMany(s => s.Holders.Select(h => (Holder: h, Line: BookLines.FindId(s.Id, h))))
            .Where(l => readable.Includes(l.Holder) && (wanted is null || wanted.Contains(l.Holder) || wanted.Contains(l.Line)))
            .Select(l => l.Line);
        if (scope.IsAll && (wanted is null || wanted.Contains(BookLines.Unattributed)))
            lines = lines.Append(BookLines.Unattributed);
        return [.. lines.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The hub reads; who may know a line was asked before.</summary>
    HubDbContext Open() => database.OpenRead(AccessScope.System("sums of lines that the reader may see"));

    bool MayRead(string line) =>
        new ReadableLines(store.Current, callerScope.Read(), WorkingDays.LocalDate(time.UtcNow())).Includes(BookLines.FindHolder(line));

    static async Task<DateTime> ReadAsOfAsync(HubDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var log = db.Log;
        var place = await db
            .Cursors.Where(c => c.Name == LedgerProjection.CursorName)
            .Select(c => new
            {
                c.Position,
                Head = log.Max(e => e.Position),
                IsWaited = log.Any(e => e.Position == null),
                At = log.Where(e => e.Position == c.Position).Select(e => (DateTime?)e.At).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return place is null ? DateTime.UnixEpoch
            : place.Position >= (place.Head ?? 0) && !place.IsWaited ? now
            : place.At ?? DateTime.UnixEpoch;
    }
}
