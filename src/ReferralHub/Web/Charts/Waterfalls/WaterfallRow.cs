namespace ReferralHub.Web.Charts.Waterfalls;

/// <summary>One bar: an amount that stands, or a step from one amount to another.</summary>
/// <param name="From">Null for an amount that stands: its bar begins where the axis does.</param>
readonly record struct WaterfallRow(string Words, Int128? From, Int128 To)
{
    public Int128 Change => To - (From ?? 0);

    /// <summary>A first step from nought stands; otherwise what there was before it does. The budget stands at the end.</summary>
    public static IReadOnlyList<WaterfallRow> List(IReadOnlyList<WaterfallStep> steps)
    {
        if (steps.Count == 0)
            return [];
        var rows = new List<WaterfallRow>();
        if (steps[0].Before.Pence != 0)
            rows.Add(new("At the start", null, steps[0].Before.Pence));
        foreach (var step in steps)
            rows.Add(new(step.Words, rows.Count == 0 ? null : (Int128)step.Before.Pence, step.After.Pence));
        rows.Add(new("Budget", null, steps[^1].After.Pence));
        return rows;
    }
}

/// <summary>The axis of a waterfall.</summary>
/// <param name="IsCut">Whether it begins above nought: steps of a hundredth could not be seen on one that does not.</param>
readonly record struct WaterfallScale(ChartScale Scale, bool IsCut)
{
    const int StepsMax = 5;

    /// <summary>Cut when all that moves is less than this part of the largest amount.</summary>
    const int CutBelowPerCent = 40;

    /// <summary>The axis for the bars; a cut one leaves room below the least amount, so that its bar can be seen.</summary>
    public static WaterfallScale Fit(IReadOnlyList<WaterfallRow> rows)
    {
        var levels = rows.SelectMany(r => r.From is { } from ? [from, r.To] : new[] { r.To }).ToList();
        if (levels.Count == 0)
            return new(ChartScale.Fit([], ChartUnit.Pence, StepsMax), false);
        var (low, high) = (levels.Min(), levels.Max());
        if (low <= 0 || low == high || (high - low) * 100 >= high * CutBelowPerCent)
            return new(ChartScale.Fit(levels, ChartUnit.Pence, StepsMax), false);
        var room = (high - low) / 4;
        var scale = ChartScale.Fit([Int128.Max(0, low - room), high], ChartUnit.Pence, StepsMax, false);
        return new(scale, scale.Low > 0);
    }
}
