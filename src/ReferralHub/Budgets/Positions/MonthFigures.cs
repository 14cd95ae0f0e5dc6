using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>What one month of care cost: as it was when the month was closed, and as it is known to be now.</summary>
/// <param name="Month">First day.</param>
/// <param name="AsClosed">Never changes again.</param>
/// <param name="AsRestated">Everything that belongs to the month, whenever it was posted.</param>
/// <param name="Causes">What lies between the two, the largest first; causes that moved nothing are left out.</param>
public sealed record MonthFigures(
    DateOnly Month,
    AccountBalances AsClosed,
    AccountBalances AsRestated,
    IReadOnlyList<RestatementCause> Causes
)
{
    public Money Restated => AsRestated.Spent - AsClosed.Spent;

    /// <param name="sums">Of one line or of several: each sum's key and why, for the month only or for more.</param>
    public static MonthFigures Calculate(DateOnly month, IEnumerable<MonthSum> sums)
    {
        var (closed, restated) = (default(AccountBalances), default(AccountBalances));
        var causes = new Dictionary<PostingWhy, (Money Spent, long Postings)>();
        foreach (var sum in sums.Where(s => s.ActivityMonth == month))
        {
            restated += sum.Balances;
            if (sum.PostedMonth == month)
            {
                closed += sum.Balances;
                continue;
            }

            var (spent, postings) = causes.GetValueOrDefault(sum.Why);
            causes[sum.Why] = (spent + sum.Balances.Spent, postings + sum.Postings);
        }

        return new(
            month,
            closed,
            restated,
            [
                .. causes
                    .Where(c => c.Value.Spent != Money.Zero)
                    .Select(c => new RestatementCause(c.Key, c.Value.Spent, c.Value.Postings))
                    .OrderByDescending(c => Math.Abs(c.Spent.Pence))
                    .ThenBy(c => c.Why.ToString(), StringComparer.Ordinal),
            ]
        );
    }
}

/// <summary>Postings added up by month of activity, month of posting and cause: what a query that groups them gives.</summary>
public sealed record MonthSum(DateOnly ActivityMonth, DateOnly PostedMonth, PostingWhy Why, AccountBalances Balances, long Postings)
{
    public static MonthSum FromPosting(Posting posting) =>
        new(posting.ActivityMonth, posting.PostedMonth, posting.Why, default(AccountBalances).Add(posting), 1);
}

/// <summary>How much a month's cost changed for one cause after it was closed.</summary>
public sealed record RestatementCause(PostingWhy Why, Money Spent, long Postings);
