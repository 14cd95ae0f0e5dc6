namespace ReferralHub.Web.Charts.BurnUps;

static class BurnUpTable
{
    public static ChartData Create(BurnUp facts) =>
        new(
            $"{ChartText.Clean(facts.Name)}, position at the end of each month",
            [
                new("month", "Month"),
                new("spentPence", "Spent since the start", true),
                new("committedPence", "Committed, not yet spent", true),
                new("planPence", "Plan by then", true),
            ],
            [
                .. facts.Months.Select(m =>
                    (IReadOnlyList<ChartValue>)
                        [
                            ChartValue.FromMonth(m.Month),
                            ChartValue.FromMoney(m.Spent),
                            ChartValue.FromMoney(m.Committed),
                            ChartValue.FromMoney(m.Plan),
                        ]
                ),
            ],
            [
                new("asOf", "As of", ChartValue.FromDay(facts.AsOf)),
                new("budgetPence", "Budget", ChartValue.FromMoney(facts.Budget)),
                new("forecastPence", "Forecast", ChartValue.FromMoney(facts.Forecast?.Expected)),
                new("forecastLowPence", "Forecast, low end", ChartValue.FromFigure(facts.Forecast?.Range.Low, ChartUnit.Pence)),
                new("forecastHighPence", "Forecast, high end", ChartValue.FromFigure(facts.Forecast?.Range.High, ChartUnit.Pence)),
                new("earlierForecastPence", "Forecast before", ChartValue.FromMoney(facts.Forecast?.Earlier?.Expected)),
                new("earlierForecastOn", "Forecast before, made on", ChartValue.FromDay(facts.Forecast?.Earlier?.On)),
            ]
        );
}
