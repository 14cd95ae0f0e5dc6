using Microsoft.EntityFrameworkCore;
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

    /// <summary>Whether there is anything of the line.</summary>
    public bool Knows(string line) => balances.ContainsKey(line) || open.ContainsKey(line);

    public LinePosition Calculate(string line) =>
        LinePosition.Calculate(line, on, balances.GetValueOrDefault(line), open.GetValueOrDefault(line), [.. flows[line]]);

    public static async Task<LineFigures> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        DateOnly on,
        CancellationToken cancellationToken
    ) =>
        new(
            on,
            await ReadBalancesAsync(db, lines, FinancialYear.FromDate(on), cancellationToken),
            await ReadOpenAsync(db, lines, FinancialYear.FromDate(on).End, cancellationToken),
            await ReadFlowsAsync(db, lines, on, cancellationToken)
        );

    static async Task<Dictionary<string, AccountBalances>> ReadBalancesAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        FinancialYear year,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (year.Start, year.End);
        var sums = await db
            .LineMonths.Where(m => lines.Contains(m.Line) && m.ActivityMonth >= first && m.ActivityMonth <= last)
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

    static async Task<ILookup<string, ProviderFlow>> ReadFlowsAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        DateOnly on,
        CancellationToken cancellationToken
    )
    {
        var since = on.AddDays(-Forecast.RateDays);
        var sums = await db
            .LineDays.Where(d => lines.Contains(d.Line) && d.Day > since && d.Day <= on)
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
        return sums.Where(s => s.Referrals > 0)
            .ToLookup(
                s => s.Line,
                s => new ProviderFlow(
                    s.Provider,
                    s.Dated == 0 ? 0 : (int)((s.WaitDays + (s.Dated / 2)) / s.Dated),
                    new(s.Referrals, new(s.Pence), LineDay.JoinSquares(s.High, s.Low))
                ),
                StringComparer.Ordinal
            );
    }
}
