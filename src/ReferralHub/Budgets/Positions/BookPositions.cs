using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// Reads positions of plan lines from the sums that the book keeps: four queries for however many lines, and no posting among them. Which
/// lines a reader may see is decided before the first (<see cref="ReadableLines"/>). For whoever reads no small numbers it is counted
/// beside them, from postings and parts of care, how many patients are behind each figure.
/// </summary>
public sealed partial class BookPositions(HubDatabase database, CommissioningStore store, CurrentScope callerScope, TimeProvider time)
{
    /// <summary>
    /// All lines of this financial year that the reader may see, in the order of the files, and among them those whose plan has ended and
    /// whose care is not over; last what no plan covers.
    /// </summary>
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
        // First, so that what is said to be in the figures is: the book goes on while they are read.
        var (asOf, since) = await ReadAsOfAsync(db, now, cancellationToken);
        var sums = await LineFigures.ReadAsync(db, lines, on, cancellationToken);
        var rateDays = since is { } first ? Forecast.CountRateDays(first, on) : Forecast.RateDays;
        var standing = lines.Where(sums.IsShown).Select(l => sums.Calculate(l, rateDays)).ToList();
        var patients = new FigureReader(scope).IsExact
            ? null
            : await LinePatients.ReadAsync(db, standing, FinancialYear.FromDate(on), cancellationToken);
        return [.. standing.Select(p => Describe(p, asOf) with { Patients = patients?[p.Line] })];
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

    List<LineOfDay> FindLines(AccessScope scope, IReadOnlyCollection<string>? wanted, DateOnly on)
    {
        var readable = new ReadableLines(store.Current, scope, on);
        var lines = PlanLines
            .List(store.Current, on)
            .Select(l => l.Line)
            .Where(l => readable.Includes(l.Holder) && (wanted is null || wanted.Contains(l.Holder) || wanted.Contains(l.Id)));
        if (scope.IsAll && (wanted is null || wanted.Contains(BookLines.Unattributed)))
            lines = lines.Append(new(BookLines.Unattributed, "", null, null));
        return [.. lines];
    }

    /// <summary>The hub reads; who may know a line was asked before.</summary>
    HubDbContext Open() => database.OpenRead(AccessScope.System("sums of lines that the reader may see"));

    bool MayRead(string line) => Readable().Includes(BookLines.FindHolder(line));

    /// <summary>By whoever calls, and today.</summary>
    ReadableLines Readable() => new(store.Current, callerScope.Read(), WorkingDays.LocalDate(time.UtcNow()));

    /// <summary>Up to when the book knows of everything, and since when the hub has received referrals.</summary>
    static async Task<(DateTime AsOf, DateOnly? Since)> ReadAsOfAsync(HubDbContext db, DateTime now, CancellationToken cancellationToken)
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
                First = log.Where(e => e.Position != null && e.Type == EventTypes.Received)
                    .OrderBy(e => e.Position)
                    .Select(e => (DateTime?)e.At)
                    .FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        var asOf =
            place is null ? DateTime.UnixEpoch
            : place.Position >= (place.Head ?? 0) && !place.IsWaited ? now
            : place.At ?? DateTime.UnixEpoch;
        return (asOf, place?.First is { } first ? WorkingDays.LocalDate(first) : null);
    }
}
