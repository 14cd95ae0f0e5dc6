using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.BurnUps;

/// <summary>Are we in budget, and what will it be? How sure is that? What changed? In that order, by rules.</summary>
static class BurnUpHeadline
{
    const int MonthsOfAYear = 12;

    public static string Write(BurnUp facts) =>
        (facts.Forecast, facts.Newest) switch
        {
            _ when facts.Withheld is { } words => words,
            ({ } forecast, _) => Forecast(facts, forecast) + SpentAlready(facts) + Change(facts, forecast),
            (null, { } newest) => Position(facts, newest),
            _ when facts.Budget is { } budget => $"Nothing is reported yet of the budget of {Say(budget.Pence)}.",
            _ => "There are no figures yet.",
        };

    static string Forecast(BurnUp facts, BurnUpForecast forecast)
    {
        var (low, high) = forecast.Range;
        var period = facts.Months.Count == MonthsOfAYear ? "year" : "whole period";
        var expected = $"the forecast for the {period} is {Say(forecast.Expected.Pence)}";
        if (facts.Budget is not { } set)
            return $"No budget is set: {expected}, and may be from {Say(low)} to {Say(high)}.";
        Int128 budget = set.Pence;
        var beside = Compare(forecast.Expected.Pence, budget);
        return BudgetVerdicts.Judge(budget, forecast) switch
        {
            BudgetVerdict.OverAndSure =>
                $"Over budget, and fairly sure: {expected}, {beside}; even the low end of its range, {Say(low)}, is over.",
            BudgetVerdict.OverNotSure =>
                $"Over budget, but not sure: {expected}, {beside}; the low end of its range, {Say(low)}, is not over.",
            BudgetVerdict.InNotSure => $"In budget, but not sure: {expected}, {beside}; the high end of its range, {Say(high)}, is over.",
            _ => $"In budget, and fairly sure: {expected}, {beside}; even the high end of its range, {Say(high)}, is not over.",
        };
    }

    /// <summary>What the forecast's own sentence cannot say: the money is gone whatever comes.</summary>
    static string SpentAlready(BurnUp facts) =>
        facts is { Budget: { } budget, Newest.Spent: { } spent } && spent > budget
            ? $" Already {Say(spent.Pence)} is spent, {Compare(spent.Pence, budget.Pence)}."
            : "";

    static string Change(BurnUp facts, BurnUpForecast forecast)
    {
        if (forecast.Earlier is not { } earlier)
            return "";
        var change = (Int128)forecast.Expected.Pence - earlier.Expected.Pence;
        var moved =
            change == 0 ? "has not changed"
            : change > 0 ? $"has risen by {Say(change)}"
            : $"has fallen by {Say(-change)}";
        var crossed = facts.Budget is { } budget && forecast.Expected > budget != earlier.Expected > budget;
        var before =
            !crossed ? ""
            : change > 0 ? "; it was in budget then"
            : "; it was over budget then";
        return $" Since {earlier.On.DayInWords} the forecast {moved}{before}.";
    }

    static string Position(BurnUp facts, BurnUpMonth newest)
    {
        Int128 spent = newest.Spent!.Value.Pence;
        Int128 committed = newest.Committed?.Pence ?? 0;
        var used = committed == 0 ? $"{Say(spent)} is spent" : $"{Say(spent)} is spent and {Say(committed)} committed";
        const string ending = "there is no forecast yet.";
        if (facts.Budget is not { } set)
            return $"No budget is set: {used}; {ending}";
        Int128 budget = set.Pence;
        return spent > budget ? $"Over budget already: {Say(spent)} is spent, {Compare(spent, budget)}; {ending}"
            : spent + committed > budget ? $"Over budget with what is committed: {used}, {Compare(spent + committed, budget)}; {ending}"
            : $"In budget so far: {used}, {Compare(spent + committed, budget)}; {ending}";
    }

    static string Compare(Int128 figure, Int128 budget) =>
        figure == budget ? $"exactly the budget of {Say(budget)}"
        : figure > budget ? $"{Say(figure - budget)} over the budget of {Say(budget)}"
        : $"{Say(budget - figure)} under the budget of {Say(budget)}";

    static string Say(Int128 pence) => ChartWords.Say(pence);
}
