using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>What positions of lines are worked out from, read in three queries.</summary>
sealed class LineFigures
{
    readonly DateOnly on;
    readonly Dictionary<string, AccountBalances> balances;
    readonly Dictionary<string, OpenCommitments> open;
    readonly ILookup<string, ProviderFlow> flows;

    LineFigures(
        DateOnly on,
        Dictionary<string, AccountBalances> balances,
        Dictionary<string, OpenCommitments> open,
        ILookup<string, ProviderFlow> flows
    ) => (this.on, this.balances, this.open, this.flows) = (on, balances, open, flows);

    /// <summary>
    /// A line of a plan that runs always is. One whose plan has ended is while care is to come on it, and what no plan covers where there
    /// is anything of it.
    /// </summary>
    public bool IsShown(LineOfDay line) =>
        line.EndedIn is not null
            ? open.ContainsKey(line.Id)
            : line.Id != BookLines.Unattributed || balances.GetValueOrDefault(line.Id) != default || open.ContainsKey(line.Id);

    /// <param name="rateDays">For how many of the last 91 days there were referrals to be counted.</param>
    public LinePosition Calculate(LineOfDay line, int rateDays)
    {
        var (known, expected) = (balances.GetValueOrDefault(line.Id), open.GetValueOrDefault(line.Id));
        return line.EndedIn is { } last
            ? LinePosition.CalculateEnded(line.Id, last, on, known, expected)
            : LinePosition.Calculate(line.Id, on, known, expected, [.. flows[line.Id]], rateDays);
    }

    public static async Task<LineFigures> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<LineOfDay> lines,
        DateOnly on,
        CancellationToken cancellationToken
    ) =>
        new(
            on,
            await ReadBalancesAsync(db, lines, FinancialYear.FromDate(on), cancellationToken),
            await ReadOpenAsync(db, [.. lines.Select(l => l.Id)], FinancialYear.FromDate(on).End, cancellationToken),
            await ReadFlowsAsync(db, lines, on, cancellationToken)
        );

    /// <summary>Of the months of this year; of a plan that has ended all months, because it is judged as one.</summary>
    static async Task<Dictionary<string, AccountBalances>> ReadBalancesAsync(
        HubDbContext db,
        IReadOnlyCollection<LineOfDay> lines,
        FinancialYear year,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (year.Start, year.End);
        var running = lines.Where(l => l.EndedIn is null).Select(l => l.Id).ToList();
        var ended = lines.Where(l => l.EndedIn is not null).Select(l => l.Id).ToList();
        var sums = await db
            .LineMonths.Where(m =>
                (running.Contains(m.Line) && m.ActivityMonth >= first && m.ActivityMonth <= last) || ended.Contains(m.Line)
            )
            .GroupBy(m => m.Line)
            .Select(g => new
            {
                g.Key,
                Plan = g.Sum(m => m.Plan),
                Free = g.Sum(m => m.Free),
                Committed = g.Sum(m => m.Committed),
                Accrued = g.Sum(m => m.Accrued),
                Disputed = g.Sum(m => m.Disputed),
                Actual = g.Sum(m => m.Actual),
                Award = g.Sum(m => m.Award),
                Estimated = g.Sum(m => m.Estimated),
            })
            .ToListAsync(cancellationToken);
        return sums.ToDictionary(
            s => s.Key,
            s => new AccountBalances(
                new(s.Plan),
                new(s.Free),
                new(s.Committed),
                new(s.Accrued),
                new(s.Disputed),
                new(s.Actual),
                new(s.Award)
            )
            {
                Estimated = new(s.Estimated),
            },
            StringComparer.Ordinal
        );
    }

    static async Task<Dictionary<string, OpenCommitments>> ReadOpenAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        DateOnly yearEnd,
        CancellationToken cancellationToken
    )
    {
        var months = await db
            .LineOpens.Where(o => lines.Contains(o.Line) && (o.OpenPence != 0 || o.Unpriced != 0))
            .ToListAsync(cancellationToken);
        return months
            .GroupBy(o => o.Line, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => new OpenCommitments(
                    new(g.Where(o => o.Month <= yearEnd).Sum(o => o.OpenPence)),
                    new(g.Where(o => o.Month > yearEnd).Sum(o => o.OpenPence)),
                    g.Sum(o => o.Unpriced)
                ),
                StringComparer.Ordinal
            );
    }

    /// <summary>What was chosen on the line before counts with it: the year changes, and the practice goes on.</summary>
    static async Task<ILookup<string, ProviderFlow>> ReadFlowsAsync(
        HubDbContext db,
        IReadOnlyCollection<LineOfDay> lines,
        DateOnly on,
        CancellationToken cancellationToken
    )
    {
        var since = on.AddDays(-Forecast.RateDays);
        var goesOnAs = lines
            .Where(l => l.Before is not null && l.EndedIn is null)
            .ToLookup(l => l.Before!, l => l.Id, StringComparer.Ordinal);
        var counted = lines.Where(l => l.EndedIn is null).Select(l => l.Id).Concat(goesOnAs.Select(g => g.Key)).Distinct().ToList();
        var sums = await db
            .LineDays.Where(d => counted.Contains(d.Line) && d.Day > since && d.Day <= on)
            .GroupBy(d => new { d.Line, d.Provider })
            .Select(g => new
            {
                g.Key.Line,
                g.Key.Provider,
                Referrals = g.Sum(d => d.Referrals),
                Pence = g.Sum(d => d.Pence),
                High = g.Sum(d => d.SquaresHigh),
                Low = g.Sum(d => d.SquaresLow),
                Dated = g.Sum(d => d.Dated),
                WaitDays = g.Sum(d => d.WaitDays),
            })
            .ToListAsync(cancellationToken);
        return sums.SelectMany(s => goesOnAs[s.Line].Append(s.Line).Select(line => (Line: line, Sum: s)))
            .GroupBy(s => (s.Line, s.Sum.Provider))
            .Where(g => g.Sum(s => s.Sum.Referrals) > 0)
            .ToLookup(
                g => g.Key.Line,
                g =>
                {
                    var (dated, waited) = (g.Sum(s => s.Sum.Dated), g.Sum(s => s.Sum.WaitDays));
                    return new ProviderFlow(
                        g.Key.Provider,
                        dated == 0 ? 0 : (int)((waited + (dated / 2)) / dated),
                        new(
                            g.Sum(s => s.Sum.Referrals),
                            new(g.Sum(s => s.Sum.Pence)),
                            g.Aggregate(Int128.Zero, (sum, s) => sum + LineDay.JoinSquares(s.Sum.High, s.Sum.Low))
                        )
                    );
                },
                StringComparer.Ordinal
            );
    }
}
