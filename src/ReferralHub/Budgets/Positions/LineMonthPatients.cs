using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>How many patients are behind what a line had spent and committed by the ends of months, and behind the steps between.</summary>
sealed class LineMonthPatients
{
    readonly FinancialYear year;
    readonly List<Dictionary<DateOnly, AccountBalances>> patients;

    /// <param name="parts">Of one line, up to the end of the year.</param>
    public LineMonthPatients(IEnumerable<PatientPart> parts, FinancialYear year)
    {
        this.year = year;
        patients =
        [
            .. parts
                .GroupBy(p => p.Patient, StringComparer.Ordinal)
                .Select(g =>
                    g.GroupBy(p => p.ActivityMonth)
                        .ToDictionary(m => m.Key, m => m.Aggregate(default(AccountBalances), (sum, p) => sum + p.Balances))
                ),
        ];
    }

    /// <summary>Behind what was spent, from the beginning of the year.</summary>
    /// <param name="after">First day of the month after whose end it counts; null for the beginning.</param>
    /// <param name="through">First day of the last month.</param>
    public int CountSpent(DateOnly? after, DateOnly through) =>
        Count(b => b.Spent, m => m >= year.Start && (after is null || m > after) && m <= through);

    /// <summary>Behind what was committed; from the beginning also what was chosen in an earlier year and was still open.</summary>
    public int CountCommitted(DateOnly? after, DateOnly through) =>
        Count(b => b.Committed, m => (after is null || m > after) && m <= through);

    int Count(Func<AccountBalances, Money> read, Func<DateOnly, bool> belongs) =>
        patients.Count(months => months.Where(m => belongs(m.Key)).Aggregate(Money.Zero, (sum, m) => sum + read(m.Value)) != Money.Zero);
}
