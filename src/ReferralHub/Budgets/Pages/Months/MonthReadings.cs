using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Calendars;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>Reads how far the months have come: the calendar, the log's events about months, and what changed since a close.</summary>
public sealed class MonthReadings(HubDatabase database, BookFigures book, BookPositions positions, TimeProvider time)
{
    /// <param name="most">How many of the newest months are looked at closely.</param>
    /// <param name="withReports">Whether it is read what providers have reported, which takes a look at all expected care.</param>
    public async Task<MonthFacts> ReadAsync(int most, bool withReports, FigureReader reader, CancellationToken cancellationToken)
    {
        var configuration = (await book.FindLinesAsync(cancellationToken)).Configuration;
        var calendar = new FinancialCalendar(configuration);
        var today = WorkingDays.LocalDate(time.UtcNow());
        if (calendar.Months.Count == 0)
            return new(today, calendar, null, new Dictionary<DateOnly, ClosedMonth>());
        await using var db = database.OpenRead(AccessScope.System("which months are closed, and sums of lines that the reader may see"));
        var begins = await BookMonths.FindFirstAsync(db, cancellationToken);
        var facts = new MonthFacts(today, calendar, begins, await ReadClosedAsync(db, calendar, cancellationToken));
        var shown = facts.FindBegun(most);
        var closed = shown.Where(facts.Closed.ContainsKey).ToList();
        if (closed.Count > 0)
            facts = facts with
            {
                Restated = await ReadRestatedAsync(db, closed, new(configuration, reader.Scope, today), reader, cancellationToken),
            };
        if (withReports)
            facts = facts with { Reports = await ReadReportsAsync(db, [.. shown.Except(closed)], cancellationToken) };
        return facts;
    }

    /// <summary>Whether the book has read of a close that the log has: until then its figures are not those of the close.</summary>
    public async Task<bool> IsInBookAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("whether the book has read of a close"));
        return await db.MonthCloses.AnyAsync(c => c.Month == month, cancellationToken);
    }

    /// <summary>A month that is closed, as it was then and as it is now; null where nothing was posted to it.</summary>
    public async Task<RestatedMonth?> ReadRestatedAsync(DateOnly month, FigureReader reader, CancellationToken cancellationToken)
    {
        var lines = await positions.ReadRestatementsAsync(month, cancellationToken);
        if (lines.Count == 0)
            return null;
        var patients = reader.IsExact
            ? RestatedPatients.Nobody
            : RestatedPatients.Count(await positions.ReadMonthPatientsAsync(month, cancellationToken));
        return RestatedMonth.Tell(month, [.. lines.Select(l => l.Figures)], patients, reader);
    }

    /// <summary>By the months' own events, which nothing can change.</summary>
    static async Task<Dictionary<DateOnly, ClosedMonth>> ReadClosedAsync(
        HubDbContext db,
        FinancialCalendar calendar,
        CancellationToken cancellationToken
    )
    {
        var subjects = calendar.Months.Select(m => BookSubjects.FindMonth(m.Month)).ToList();
        var events = await db
            .Log.Where(e => subjects.Contains(e.Referral) && e.Type == BookEventTypes.MonthClosed)
            .OrderBy(e => e.Referral)
            .ThenBy(e => e.Version)
            .Select(e => new { e.At, e.Data })
            .ToListAsync(cancellationToken);
        return events
            .Select(e => (e.At, Data: BookEventData.Read(e.Data)))
            .Where(e => e.Data.Month is not null)
            .DistinctBy(e => e.Data.Month)
            .ToDictionary(
                e => e.Data.Month!.Value,
                e => new ClosedMonth(
                    e.Data.Month!.Value,
                    WorkingDays.LocalDate(e.At),
                    e.Data.Balances,
                    e.Data.Position,
                    e.Data.Missing ?? []
                )
            );
    }

    /// <summary>A provider is to report each month by the end of which care of it was expected, as the close of the month has it.</summary>
    static async Task<IReadOnlyList<ProviderReport>> ReadReportsAsync(
        HubDbContext db,
        IReadOnlyList<DateOnly> months,
        CancellationToken cancellationToken
    )
    {
        if (months.Count == 0)
            return [];
        var (first, end) = (months[0], months[^1].AddMonths(1));
        var expected = await StoredRecords
            .ExpectedBefore(db, end)
            .GroupBy(c => c.Provider)
            .Select(g => new { Provider = g.Key, Since = g.Min(c => c.ExpectedOn) })
            .ToListAsync(cancellationToken);
        var days = await db
            .LedgerRows.Where(r => r.Date >= first && r.Date < end)
            .Select(r => new { r.Provider, r.Date })
            .Distinct()
            .ToListAsync(cancellationToken);
        var arrived = days.Select(d => (d.Provider, Month: d.Date.FirstOfMonth)).ToHashSet();
        return
        [
            .. months.SelectMany(m =>
                expected
                    .Where(e => e.Since < m.AddMonths(1))
                    .Select(e => e.Provider)
                    .Concat(arrived.Where(a => a.Month == m).Select(a => a.Provider))
                    .Distinct(StringComparer.Ordinal)
                    .Select(p => new ProviderReport(m, p, arrived.Contains((p, m))))
            ),
        ];
    }

    /// <summary>
    /// One query for all of the months: sums by line, and no posting. So it is not known how many patients are behind a difference, and
    /// whoever reads no small numbers is told of it where the month is looked at by itself.
    /// </summary>
    static async Task<Dictionary<DateOnly, Money?>> ReadRestatedAsync(
        HubDbContext db,
        List<DateOnly> months,
        ReadableLines readable,
        FigureReader reader,
        CancellationToken cancellationToken
    )
    {
        var late = await db
            .LineMonths.Where(m => months.Contains(m.ActivityMonth) && m.PostedMonth > m.ActivityMonth)
            .GroupBy(m => new { m.ActivityMonth, m.Holder })
            .Select(g => new
            {
                g.Key.ActivityMonth,
                g.Key.Holder,
                Spent = g.Sum(m => m.Accrued + m.Disputed + m.Actual),
            })
            .ToListAsync(cancellationToken);
        return late.Where(l => l.Spent != 0 && readable.Includes(l.Holder))
            .GroupBy(l => l.ActivityMonth)
            .ToDictionary(g => g.Key, g => reader.IsExact ? g.Aggregate(Money.Zero, (sum, l) => sum + new Money(l.Spent)) : (Money?)null);
    }
}
