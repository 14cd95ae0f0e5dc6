namespace ReferralHub.Web.Charts;

/// <summary>An axis that runs from left to right below bars, with lines up through them.</summary>
static class ChartAxis
{
    const int Gap = 12;

    /// <summary>Gives the height at which its words end.</summary>
    public static decimal DrawBelow(
        Drawing drawing,
        ChartScale scale,
        ChartUnit unit,
        (decimal Left, decimal Right) sides,
        decimal top,
        decimal bottom
    )
    {
        var (words, divisor) = scale.FindUnit(unit);
        var size = drawing.Frame.SmallSize;
        var labels = scale.Ticks.Select(t => (Tick: t, Words: ChartScale.Label(t, divisor))).ToList();
        var room = labels.Max(l => ChartText.Measure(l.Words, size));
        // A label at an end of the frame moves inwards, towards the next.
        var moved = Math.Max(0, Math.Max((room / 2) - sides.Left, sides.Right + (room / 2) - drawing.Frame.Width));
        var every = (int)Math.Max(1, Math.Ceiling((room + moved + Gap) * (labels.Count - 1) / (sides.Right - sides.Left)));
        for (var i = 0; i < labels.Count; i++)
        {
            var x = scale.Place(labels[i].Tick, sides.Left, sides.Right);
            drawing.Line(labels[i].Tick == 0 ? "chart-nought" : "chart-grid", x, top, x, bottom + 4);
            if (i % every == 0)
                drawing.Text(
                    "chart-middle chart-quiet chart-small",
                    Math.Clamp(x, room / 2, drawing.Frame.Width - (room / 2)),
                    bottom + size + 8,
                    labels[i].Words
                );
        }

        if (words.Length == 0)
            return bottom + size + 14;
        drawing.Text("chart-middle chart-quiet chart-small", (sides.Left + sides.Right) / 2, bottom + (2 * size) + 12, words);
        return bottom + (2 * size) + 18;
    }
}
