using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.Bars;
using ReferralHub.Web.Charts.BurnUps;
using ReferralHub.Web.Charts.ScopeMaps;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>Lines of plans as charts; all from figures that have been told to their reader.</summary>
static class LineCharts
{
    const string Source = "the hub's books, made from its log";

    /// <summary>A budget as it is used up, with what the year will come to.</summary>
    public static Chart DrawBurnUp(ToldLine line, IReadOnlyList<BurnUpMonth> months) =>
        BurnUp.Draw(
            new($"burn-up-{line.Id}", $"{line.Held.HolderName}, {line.Held.ScopeWords}", WorkingDays.LocalDate(line.AsOf), months)
            {
                Budget = line.Budget,
                Forecast = line is { HasCare: true, Forecast: { } forecast } ? new(forecast.Expected, forecast.Low, forecast.High) : null,
                Method = Forecast.Method,
                Source = Source,
                // The newest month that is told may be one of long ago, or one of which half is not told.
                Withheld = line is { IsWithheld: true, Forecast: null } or { IsForecastWithheld: true } ? WithheldWords.Write(line) : null,
            }
        );

    /// <summary>Who holds money for which care, and what will become of it. Several plans of one holder for one care are summed.</summary>
    /// <param name="findUrl">The holder's own page; null where there is none.</param>
    public static Chart DrawMap(IReadOnlyList<ToldLine> lines, FinancialYear year, Func<HeldLine, string?> findUrl)
    {
        var scopes = lines.Select(l => l.Held.ScopeWords).Distinct(StringComparer.Ordinal).ToList();
        var rows = lines
            .GroupBy(l => l.Held.Holder, StringComparer.Ordinal)
            .Select(g => new ScopeMapRow(g.First().Held.HolderName, [.. scopes.Select(s => Sum(g.Where(l => l.Held.ScopeWords == s)))])
            {
                Url = findUrl(g.First().Held),
            });
        return ScopeMap.Draw(new("map", $"Budgets {year}", scopes, [.. rows]) { Source = Source }) with
        {
            Headline = WriteForecasts(lines),
        };
    }

    /// <summary>What each line has spent and committed, against its budget.</summary>
    public static Chart DrawHolders(string name, IReadOnlyList<ToldLine> lines)
    {
        var hasOneScope = lines.Select(l => l.Held.ScopeWords).Distinct(StringComparer.Ordinal).Count() == 1;
        return BarChart.Draw(
            new(
                "holders",
                name,
                ChartUnit.Pence,
                ["Spent", "Committed"],
                [
                    .. lines.Select(l => new BarRow(
                        hasOneScope ? l.Held.HolderName : $"{l.Held.HolderName}, {l.Held.ScopeWords}",
                        [l.Spent?.Pence, l.Committed?.Pence],
                        l.Budget?.Pence
                    )),
                ]
            )
            {
                MarkName = "budget",
                Source = Source,
            }
        ) with
        {
            Headline = WriteForecasts(lines),
        };
    }

    /// <summary>How many budgets will be overspent by their forecasts, the furthest first, and of how many nothing is known.</summary>
    static string WriteForecasts(IReadOnlyList<ToldLine> lines)
    {
        var known = lines.Where(l => l.ForecastHeadroom is not null).ToList();
        var over = known.Where(BudgetsTogether.IsOver).OrderBy(l => l.ForecastHeadroom!.Value.Pence).ToList();
        var gaps = lines.Count - known.Count;
        var rest = gaps == 0 ? "" : $" For {ChartWords.Counted(gaps, "more", "more")} nothing can be said yet.";
        if (known.Count == 0)
            return "Nothing can be forecast yet.";
        var all = ChartWords.Counted(known.Count, "budget", "budgets");
        return over.Count == 0
            ? $"None of {all} is forecast to be overspent.{rest}"
            : $"{over.Count} of {all} {(over.Count == 1 ? "is" : "are")} forecast to be overspent, furthest "
                + $"{over[0].Held.HolderName}, by {ChartWords.Say(-over[0].ForecastHeadroom!.Value.Pence)}.{rest}";
    }

    /// <summary>Null where the holder has no line for the care. Nothing is known of a sum of which a part is not.</summary>
    static ScopeMapCell? Sum(IEnumerable<ToldLine> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? null : new(Sum(all.Select(l => l.Budget)), Sum(all.Select(l => l.HasCare ? l.Forecast?.Expected : null)));
    }

    static Money? Sum(IEnumerable<Money?> amounts) => amounts.Aggregate((Money?)Money.Zero, (sum, amount) => sum + amount);
}
