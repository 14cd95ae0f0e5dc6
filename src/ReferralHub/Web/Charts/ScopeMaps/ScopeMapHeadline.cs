namespace ReferralHub.Web.Charts.ScopeMaps;

/// <summary>How many budgets will be overspent, which by the most, and of how many nothing is known.</summary>
static class ScopeMapHeadline
{
    public static string Write(ScopeMap map)
    {
        var cells = map
            .Rows.SelectMany(r => map.Scopes.Zip(r.Cells).Select(c => (r.Holder, Scope: c.First, Cell: c.Second)))
            .Where(c => c.Cell is not null)
            .ToList();
        if (cells.Count == 0)
            return "There are no budgets to show.";
        var known = cells.Where(c => c.Cell!.Difference is not null).ToList();
        var over = known.Where(c => c.Cell!.Difference > 0).ToList();
        var gaps = cells.Count - known.Count;
        var unknown = gaps == 0 ? "" : $" Of {ChartWords.Counted(gaps, "budget", "budgets")} it is not known.";
        if (known.Count == 0)
            return $"Of none of {ChartWords.Counted(cells.Count, "budget", "budgets")} is it known whether it will do.";
        if (over.Count == 0)
            return $"None of {ChartWords.Counted(known.Count, "budget", "budgets")} will be overspent, by the forecast.{unknown}";
        var most = over.MaxBy(c => c.Cell!.Difference)!;
        var all = ChartWords.Counted(known.Count, "budget", "budgets");
        return $"{ChartWords.Count(over.Count)} of {all} will be overspent, by the forecast; "
            + $"the furthest over is {ChartText.Brief(most.Holder)}, {ChartText.Brief(most.Scope)}, by "
            + $"{ChartWords.Say(most.Cell!.Difference!.Value)}.{unknown}";
    }
}
