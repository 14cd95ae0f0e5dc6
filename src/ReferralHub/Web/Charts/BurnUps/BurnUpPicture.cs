namespace ReferralHub.Web.Charts.BurnUps;

/// <summary>
/// Months from left to right, money upwards: plan as steps, spent, spent and committed, and the forecast as a widening range.
/// </summary>
static class BurnUpPicture
{
    const string PlanLine = "chart-line chart-plan";
    const string SpentLine = "chart-line chart-spent";
    const string CommittedLine = "chart-line chart-committed";
    const string BudgetLine = "chart-line chart-budget";
    const string ForecastLine = "chart-line chart-forecast";
    const string SpentMark = "chart-mark chart-spent-mark";
    const string CommittedMark = "chart-mark chart-committed-mark";
    const string ForecastMark = "chart-mark chart-forecast-mark";

    /// <summary>With more, marks would run into one another.</summary>
    const int MarkedMonthsMax = 24;

    const int StepsMax = 6;

    public static string Draw(BurnUp facts, ChartFrame frame)
    {
        var drawing = new Drawing(facts.Id, frame);
        var top = ChartKey.Draw(drawing, ListKey(facts)) + (frame.LineHeight * 2) + 4;
        var scale = ChartScale.Fit(ListValues(facts), ChartUnit.Pence, StepsMax);
        var plot = BurnUpPlot.Create(facts, frame, scale, top);
        plot.DrawAxes(drawing);
        DrawForecast(drawing, facts, plot);
        DrawPlan(drawing, facts, plot);
        DrawBudget(drawing, facts, plot);
        DrawLine(drawing, facts, plot, CommittedLine, (ChartShape.Square, CommittedMark), m => FindUsed(m));
        DrawLine(
            drawing,
            facts,
            plot,
            SpentLine,
            (ChartShape.Dot, SpentMark),
            m => m.Spent?.Pence,
            facts.Months is [{ Spent: not null }, ..]
        );
        return drawing.Finish($"Burn-up of {ChartText.Clean(facts.Name)}", Describe(facts), plot.Bottom + (frame.LineHeight * 2.4m));
    }

    static string Describe(BurnUp facts) =>
        $"{BurnUpHeadline.Write(facts)} Lines by month show what was planned, spent, and spent or committed; from the newest month on a "
        + "range shows what the whole may come to. The table below has every figure.";

    static List<ChartKeyEntry> ListKey(BurnUp facts)
    {
        var key = new List<ChartKeyEntry>();
        if (facts.Budget is { } budget)
            key.Add(ChartKey.FromLine(BudgetLine, $"Budget {ChartWords.Say(budget.Pence)}"));
        if (facts.Months.Any(m => m.Plan is not null))
            key.Add(ChartKey.FromLine(PlanLine, "Plan"));
        if (facts.Newest is { Spent: { } spent } newest)
        {
            key.Add(ChartKey.FromLine(SpentLine, $"Spent {ChartWords.Say(spent.Pence)}", ChartShape.Dot, SpentMark));
            if (FindUsed(newest) is { } used)
                key.Add(ChartKey.FromLine(CommittedLine, $"Spent and committed {ChartWords.Say(used)}", ChartShape.Square, CommittedMark));
        }

        if (facts.Forecast is { } forecast)
        {
            var (low, high) = forecast.Range;
            key.Add(
                ChartKey.FromLine(ForecastLine, $"Forecast {ChartWords.Say(forecast.Expected.Pence)}", ChartShape.Diamond, ForecastMark)
            );
            key.Add(ChartKey.FromPart(ChartPatterns.Range, $"Range {ChartWords.Say(low)} to {ChartWords.Say(high)}"));
        }

        return key;
    }

    static IEnumerable<Int128> ListValues(BurnUp facts)
    {
        foreach (var month in facts.Months)
        {
            if (month.Spent is { } spent)
                yield return spent.Pence;
            if (FindUsed(month) is { } used)
                yield return used;
            if (month.Plan is { } plan)
                yield return plan.Pence;
        }

        if (facts.Budget is { } budget)
            yield return budget.Pence;
        if (facts.Forecast is { } forecast)
        {
            yield return forecast.Range.Low;
            yield return forecast.Range.High;
        }
    }

    /// <summary>Spent and committed together.</summary>
    static Int128? FindUsed(BurnUpMonth month) =>
        month is { Spent: { } spent, Committed: { } committed } ? (Int128)spent.Pence + committed.Pence : null;

    static void DrawPlan(Drawing drawing, BurnUp facts, BurnUpPlot plot)
    {
        var steps = new List<(decimal X, decimal Y)>();
        for (var i = 0; i < facts.Months.Count; i++)
        {
            if (facts.Months[i].Plan is { } plan)
                steps.AddRange([(plot.FindStart(i), plot.Place(plan.Pence)), (plot.FindStart(i + 1), plot.Place(plan.Pence))]);
            else
                FlushLine(drawing, PlanLine, steps);
        }

        FlushLine(drawing, PlanLine, steps);
    }

    static void DrawBudget(Drawing drawing, BurnUp facts, BurnUpPlot plot)
    {
        if (facts.Budget is not { } budget)
            return;
        var y = plot.Place(budget.Pence);
        drawing.Line(BudgetLine, plot.Left, y, plot.Right, y);
        drawing.Text("chart-start chart-halo chart-strong", plot.Left + 6, y - 7, "Budget");
    }

    /// <param name="fromNought">Whether the line begins at nought before the first month.</param>
    static void DrawLine(
        Drawing drawing,
        BurnUp facts,
        BurnUpPlot plot,
        string look,
        (ChartShape Shape, string Look) mark,
        Func<BurnUpMonth, Int128?> read,
        bool fromNought = false
    )
    {
        var places = new List<(decimal X, decimal Y)>();
        var marked = new List<(decimal X, decimal Y)>();
        if (fromNought)
            places.Add((plot.Left, plot.Place(0)));
        for (var i = 0; i < facts.Months.Count; i++)
        {
            if (read(facts.Months[i]) is { } value)
            {
                var place = (plot.FindEnd(facts, i), plot.Place(value));
                places.Add(place);
                marked.Add(place);
            }
            else
                FlushLine(drawing, look, places);
        }

        FlushLine(drawing, look, places);
        foreach (var (x, y) in facts.Months.Count <= MarkedMonthsMax ? marked : marked.TakeLast(1))
            drawing.Mark(mark.Shape, mark.Look, x, y, plot.MarkRadius);
    }

    static void FlushLine(Drawing drawing, string look, List<(decimal X, decimal Y)> places)
    {
        drawing.Through(look, places);
        places.Clear();
    }

    static void DrawForecast(Drawing drawing, BurnUp facts, BurnUpPlot plot)
    {
        if (facts.Forecast is not { } forecast)
            return;
        var newest = facts.Months.ToList().FindLastIndex(m => m.Spent is not null);
        var x = newest < 0 ? plot.Left : plot.FindEnd(facts, newest);
        var y = plot.Place(facts.Newest?.Spent?.Pence ?? 0);
        var (low, high) = (plot.Place(forecast.Range.Low), plot.Place(forecast.Range.High));
        var expected = plot.Place(forecast.Expected.Pence);
        drawing.Area(ChartPatterns.FindLook(ChartPatterns.Range), [(x, y), (plot.Right, low), (plot.Right, high)], ChartPatterns.Range);
        drawing.Line("chart-line chart-whisker", plot.Right, low, plot.Right, high);
        drawing.Through(ForecastLine, [(x, y), (plot.Right, expected)]);
        drawing.Mark(ChartShape.Diamond, ForecastMark, plot.Right, expected, plot.MarkRadius + 3);
    }
}
