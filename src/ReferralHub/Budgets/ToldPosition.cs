using ReferralHub.Kernel;

namespace ReferralHub.Budgets;

/// <summary>How a practice stands against its indicative budget, as it is told to one reader.</summary>
/// <param name="Budget">Not about people, so everybody reads it exactly; null when none is set.</param>
/// <param name="Committed">Null when it is withheld.</param>
/// <param name="Forecast">Null when it is withheld.</param>
public sealed record ToldPosition(
    string Practice,
    FinancialYear Year,
    DateOnly On,
    Money? Budget,
    string? BudgetSource,
    Money? Committed,
    Money? Forecast
)
{
    /// <summary>Budget less what is committed; negative when overspent, null where one of them is not told.</summary>
    public Money? Headroom => Budget - Committed;

    /// <summary>Budget less the forecast.</summary>
    public Money? ForecastHeadroom => Budget - Forecast;

    public static ToldPosition Tell(BudgetPosition position, FigureReader reader)
    {
        var committed = reader.Tell(position.Committed, position.CommittedReferrals);
        // Less what is committed it is what few patients chose of late, times the days that are left.
        var isForecastTold = committed is not null && reader.Tell(position.RecentReferrals) is not null;
        return new(
            position.Practice,
            position.Year,
            position.On,
            position.Budget,
            position.BudgetSource,
            committed,
            isForecastTold ? reader.Tell(position.Forecast, Math.Max(position.CommittedReferrals, position.RecentReferrals)) : null
        );
    }
}
