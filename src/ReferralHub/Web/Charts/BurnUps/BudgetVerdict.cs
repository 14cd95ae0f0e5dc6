namespace ReferralHub.Web.Charts.BurnUps;

/// <summary>What a forecast with a range says about a budget.</summary>
enum BudgetVerdict
{
    /// <summary>All of the range is within the budget.</summary>
    InAndSure,

    /// <summary>The forecast is within the budget, the high end of its range is not.</summary>
    InNotSure,

    /// <summary>The forecast is over the budget, the low end of its range is not.</summary>
    OverNotSure,

    /// <summary>All of the range is over the budget.</summary>
    OverAndSure,
}

static class BudgetVerdicts
{
    /// <summary>What is spent to the penny is within the budget.</summary>
    public static BudgetVerdict Judge(Int128 budget, BurnUpForecast forecast) =>
        forecast.Expected.Pence <= budget
            ? (forecast.Range.High <= budget ? BudgetVerdict.InAndSure : BudgetVerdict.InNotSure)
            : (forecast.Range.Low > budget ? BudgetVerdict.OverAndSure : BudgetVerdict.OverNotSure);
}
