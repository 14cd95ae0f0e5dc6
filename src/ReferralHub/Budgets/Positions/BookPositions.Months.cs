using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Positions;

/// <summary>What months came to: over a year for one line, and as they were closed and restated for all.</summary>
public sealed partial class BookPositions
{
    /// <summary>
    /// The twelve months of a year: what was spent and committed by the end of each, and the even share of the budget. Months to come have
    /// the share alone. Empty where the caller may not see the line.
    /// </summary>
    public async Task<IReadOnlyList<BurnUpMonth>> ReadBurnUpAsync(string line, FinancialYear year, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        if (!MayRead(line))
            return [];
        var (first, last) = (year.Start, year.End);
        var today = WorkingDays.LocalDate(time.UtcNow());
        await using var db = Open();
        var months = await db
            .LineMonths.Where(m => m.Line == line && m.ActivityMonth >= first && m.ActivityMonth <= last)
            .ToListAsync(cancellationToken);
        // What was chosen in an earlier year and is still open stands in this one, as in the position.
        var carried = await db
            .LineMonths.Where(m => m.Line == line && m.ActivityMonth < first)
            .SumAsync(m => m.Committed, cancellationToken);
        var byMonth = months.ToLookup(m => m.ActivityMonth, m => m.ToBalances());
        var authority = months.Aggregate(Money.Zero, (sum, m) => sum + m.ToBalances().Authority);
        var (balances, burnUp) = (default(AccountBalances) with { Committed = new(carried) }, new List<BurnUpMonth>());
        foreach (var month in year.Months)
        {
            balances = byMonth[month].Aggregate(balances, (sum, b) => sum + b);
            var isKnown = month <= today;
            burnUp.Add(
                new(
                    month,
                    isKnown ? balances.Spent : null,
                    isKnown ? balances.Committed : null,
                    authority == Money.Zero ? null : authority.Share(burnUp.Count + 1, 12)
                )
            );
        }

        return burnUp;
    }

    /// <summary>
    /// How many patients are behind what was spent and committed by the end of each month of a year. Nobody where the caller may not see
    /// the line.
    /// </summary>
    internal async Task<LineMonthPatients> ReadBurnUpPatientsAsync(string line, FinancialYear year, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        if (!MayRead(line))
            return new([], year);
        var last = year.End;
        await using var db = Open();
        var parts = await PatientPart.ReadAsync(db, db.Postings.Where(p => p.Line == line && p.ActivityMonth <= last), cancellationToken);
        return new(parts, year);
    }

    /// <summary>What each patient's care adds to a month, of lines that the caller may see.</summary>
    internal async Task<IReadOnlyList<PatientPart>> ReadMonthPatientsAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        var first = month.FirstOfMonth;
        await using var db = Open();
        var readable = Readable();
        var lines = await db.LineMonths.Where(m => m.ActivityMonth == first).Select(m => m.Line).Distinct().ToListAsync(cancellationToken);
        lines.RemoveAll(l => !readable.Includes(BookLines.FindHolder(l)));
        return await PatientPart.ReadAsync(
            db,
            db.Postings.Where(p => p.ActivityMonth == first && lines.Contains(p.Line)),
            cancellationToken
        );
    }

    /// <summary>A month as closed and as restated, by line and cause; lines that did not change are there without causes.</summary>
    /// <param name="month">Any day of it.</param>
    public async Task<IReadOnlyList<LineRestatement>> ReadRestatementsAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        var first = month.FirstOfMonth;
        await using var db = Open();
        var sums = await db
            .Postings.Where(p => p.ActivityMonth == first)
            .GroupBy(p => new
            {
                p.Line,
                p.PostedMonth,
                p.Reason,
                p.Detail,
                p.From,
                p.To,
            })
            .Select(g => new
            {
                g.Key.Line,
                g.Key.PostedMonth,
                g.Key.Reason,
                g.Key.Detail,
                g.Key.From,
                g.Key.To,
                Pence = g.Sum(p => p.Pence),
                Count = g.LongCount(),
            })
            .ToListAsync(cancellationToken);
        var readable = Readable();
        return
        [
            .. sums.GroupBy(s => s.Line, StringComparer.Ordinal)
                .Where(g => readable.Includes(BookLines.FindHolder(g.Key)))
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new LineRestatement(
                    BookLines.FindHolder(g.Key),
                    g.Key,
                    MonthFigures.Calculate(
                        first,
                        g.Select(s => new MonthSum(
                            first,
                            s.PostedMonth,
                            new(s.Reason, s.Detail),
                            default(AccountBalances).Add(
                                new(0, s.Line, s.From, s.To, new(s.Pence), first, s.PostedMonth, 0, new(s.Reason, s.Detail))
                            ),
                            s.Count
                        ))
                    )
                )),
        ];
    }

    /// <summary>The months that are closed, in their order.</summary>
    public async Task<IReadOnlyList<MonthClose>> ReadClosesAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        var closes = await db.MonthCloses.OrderBy(c => c.Month).ToListAsync(cancellationToken);
        return closes.ConvertAll(c => c.ToClose());
    }
}
