namespace ReferralHub.Web.Charts.Waterfalls;

/// <summary>What the budget is, what it began as, and which step moved it most; or that the steps do not join.</summary>
static class WaterfallHeadline
{
    public static string Write(Waterfall facts)
    {
        var steps = facts.Steps;
        if (steps.Count == 0)
            return "The budget has not been set: there are no steps.";
        for (var i = 1; i < steps.Count; i++)
            if (steps[i].Before != steps[i - 1].After)
                return $"The steps do not join: step {ChartWords.Count(i)} ends at {ChartWords.Exact(steps[i - 1].After.Pence)}, "
                    + $"and step {ChartWords.Count(i + 1)} begins at {ChartWords.Exact(steps[i].Before.Pence)}.";
        // A first step from nought is where the budget begins, and not a change of it.
        var begins = steps[0].Before.Pence == 0;
        var start = begins ? steps[0].After : steps[0].Before;
        var changes = begins ? steps.Skip(1).ToList() : steps;
        var budget = $"The budget is {Say(steps[^1].After.Pence)}";
        if (changes.Count == 0)
            return $"{budget}, set in one step: {ChartText.Brief(steps[0].Words)}.";
        var largest = changes.MaxBy(s => Int128.Abs(s.Change))!;
        var began = $"{budget}: it began as {Say(start.Pence)}, and {ChartWords.Counted(changes.Count, "step", "steps")}";
        if (largest.Change == 0)
            return $"{began} changed nothing.";
        var net = (Int128)steps[^1].After.Pence - start.Pence;
        var together =
            net == 0 ? "left it as it was in all"
            : net > 0 ? $"raised it by {Say(net)} in all"
            : $"lowered it by {Say(-net)} in all";
        var moved = largest.Change > 0 ? $"raised it by {Say(largest.Change)}" : $"lowered it by {Say(-largest.Change)}";
        return $"{began} {together}; the largest, “{ChartText.Brief(largest.Words)}”, {moved}.";
    }

    static string Say(Int128 pence) => ChartWords.Say(pence);
}
