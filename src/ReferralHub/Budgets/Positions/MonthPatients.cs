using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>How many patients are behind what a line had spent and committed by the end of a month.</summary>
/// <param name="Spent">From the beginning of the year.</param>
/// <param name="Committed">Then; also what was chosen in an earlier year and was still open.</param>
sealed record MonthPatients(int Spent, int Committed)
{
    /// <param name="parts">Of one line.</param>
    /// <param name="month">First day.</param>
    public static MonthPatients Count(IReadOnlyList<PatientPart> parts, FinancialYear year, DateOnly month)
    {
        var passed = parts.Where(p => p.ActivityMonth <= month).ToList();
        return new(
            PatientPart.Count(passed.Where(p => p.ActivityMonth >= year.Start), b => b.Spent),
            PatientPart.Count(passed, b => b.Committed)
        );
    }
}
