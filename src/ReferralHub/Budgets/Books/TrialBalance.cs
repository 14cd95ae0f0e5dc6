using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books;

/// <summary>What stands in each account of each line; the accounts of a line are nothing together.</summary>
/// <param name="Lines">By id.</param>
public sealed record TrialBalance(IReadOnlyList<(string Line, AccountBalances Balances)> Lines)
{
    public AccountBalances Total => Lines.Aggregate(default(AccountBalances), (sum, line) => sum + line.Balances);

    /// <summary>Whether every line, and so the whole, balances.</summary>
    public bool IsBalanced => Lines.All(l => l.Balances.IsBalanced);

    /// <param name="year">The financial year whose activity counts; null for all, with what plans have for years to come.</param>
    /// <param name="through">First day of the last month that counts; null for all.</param>
    /// <param name="isAsClosed">As the figures of that month first showed it, and not as it is known to be now.</param>
    public static async Task<TrialBalance> ReadAsync(
        HubDbContext db,
        FinancialYear? year,
        DateOnly? through,
        bool isAsClosed,
        CancellationToken cancellationToken
    )
    {
        var months = db.LineMonths.AsNoTracking();
        if (year is { Start: var first, End: var end })
            months = months.Where(m => m.ActivityMonth >= first && m.ActivityMonth <= end);
        if (through is { } last)
            months = isAsClosed ? months.Where(m => m.PostedMonth <= last) : months.Where(m => m.ActivityMonth <= last);
        var rows = await months.ToListAsync(cancellationToken);
        return new([
            .. rows.GroupBy(m => m.Line, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Aggregate(default(AccountBalances), (sum, m) => sum + m.ToBalances()))),
        ]);
    }
}
