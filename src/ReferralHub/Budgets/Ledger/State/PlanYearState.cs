using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.State;

/// <summary>What is agreed for a line in one financial year.</summary>
/// <param name="Year">Calendar year in which it begins.</param>
public sealed record PlanYearState(string Line, int Year, Money Agreed)
{
    public static int FindYear(DateOnly date) => FinancialYear.FromDate(date).Starting;
}
