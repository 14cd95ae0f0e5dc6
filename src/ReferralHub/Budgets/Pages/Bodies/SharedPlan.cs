using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Bodies;

/// <summary>
/// The budgets of a plan whose sum is a body's: what they come to together, and where what a holder that left has used is counted.
/// </summary>
/// <param name="Lead">What they come to together, as a sentence.</param>
/// <param name="Leavers">Who left, as a sentence; null where nobody has.</param>
/// <param name="InByMonth">Used in months in which its holder belonged to the body.</param>
/// <param name="InByToday">Used by those that belong to it today.</param>
/// <param name="Together">Used by all holders of the plan: both views add up to it. These three are null when withheld.</param>
public sealed record SharedPlan(string Care, string Lead, string? Leavers, Money? InByMonth, Money? InByToday, Money? Together)
{
    const int NamesMax = 3;

    /// <param name="body">Id.</param>
    /// <param name="lines">The lines of one plan, as their reader is told them, with the months of the year.</param>
    public static SharedPlan Tell(
        string body,
        LinesInForce inForce,
        IReadOnlyList<(ToldLine Line, IReadOnlyList<BurnUpMonth> Months)> lines,
        DateOnly today
    )
    {
        var set = lines[0].Line.Held.Line.Set;
        var left = lines.SelectMany(l =>
            inForce.FindLeft(l.Line.Held.Holder).Where(f => f.Body == body).Select(f => (l.Line.Held, f.Last))
        );
        var leavers = left.Select(l => $"{l.Held.HolderName} on {l.Last.DayInWords}").ToList();
        return new(
            lines[0].Line.Held.ScopeWords,
            Sum([.. lines.Select(l => l.Line)], set),
            leavers.Count == 0 ? null : $"Left in this financial year: {ChartWords.List(leavers, NamesMax)}.",
            Add(lines.Select(l => MonthsUsed.Add(l.Months, today, m => inForce.IsIn(body, l.Line.Held.Holder, m)))),
            Add(lines.Where(l => inForce.IsIn(body, l.Line.Held.Holder, today)).Select(l => MonthsUsed.Add(l.Months, today, _ => true))),
            Add(lines.Select(l => MonthsUsed.Add(l.Months, today, _ => true)))
        );
    }

    static string Sum(IReadOnlyList<ToldLine> lines, PlanSet set)
    {
        var year = lines[0].Year;
        var agreed = lines.Where(l => l.Budget is not null).ToList();
        if (lines.Count - agreed.Count is > 0 and var open)
            return $"{ChartWords.Counted(open, "practice", "practices")} of this plan {(open == 1 ? "has" : "have")} no agreed budget "
                + $"for {year}: what they come to together cannot be said.";
        if (lines.Any(l => l.IsForecastWithheld || (l.HasCare && l.Forecast is null)))
            return $"What the practices of this plan come to together in {year} is withheld, because for some it is about few patients.";
        var (budget, forecast) = (Add(lines.Select(l => l.Budget!.Value)), Add(lines.Select(l => l.Forecast?.Expected ?? Money.Zero)));
        var place = year.Starting - FinancialYear.FromDate(set.Period.From).Starting + 1;
        var plan = set.Period.Years == 1 ? $"in {year}" : $"in {year}, year {place} of the plan's {set.Period.Years}";
        var names = ChartWords.Counted(lines.Count, "practice", "practices");
        if (forecast <= budget)
            return $"Together the {names} of this plan are forecast to need {forecast} of {budget} {plan}: "
                + $"{budget - forecast} would be left.";
        var until = set.Carry.GetValueOrDefault("overspend") switch
        {
            "within-period" when set.Period.Years > 1 =>
                $" The plan lets a deficit of one year be made good in another, by {set.Period.To.DayInWords}.",
            "next-year" => " The plan takes an overspend off next year's budget.",
            _ => "",
        };
        return $"Together the {names} of this plan are in deficit: they are forecast to need {forecast} {plan}, "
            + $"{forecast - budget} more than their budgets of {budget}.{until}";
    }

    static Money Add(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);

    /// <summary>Nothing is told of a sum of which a part is withheld.</summary>
    static Money? Add(IEnumerable<Money?> amounts) => amounts.Aggregate((Money?)Money.Zero, (sum, amount) => sum + amount);
}
