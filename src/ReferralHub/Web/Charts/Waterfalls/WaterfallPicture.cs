namespace ReferralHub.Web.Charts.Waterfalls;

/// <summary>
/// Steps from top to bottom, money from left to right. On a wide page a step is one row: words, bar, change, result; on a narrow one its
/// words stand above its bar and the amounts below.
/// </summary>
static class WaterfallPicture
{
    const int BarHeight = 18;
    const int WordsWidth = 250;
    const int WordLinesMax = 3;
    const int AmountLinesMax = 2;
    const int Gap = 24;

    public static string Draw(Waterfall facts, IReadOnlyList<WaterfallRow> rows, WaterfallScale scale, ChartFrame frame)
    {
        var drawing = new Drawing(facts.Id, frame);
        var columns = Columns.Create(rows, frame);
        var (left, right) = frame.IsWide ? (WordsWidth + 20m, columns.Change - columns.ChangeWidth) : (6m, frame.Width - 8m);
        var top = DrawHead(drawing, rows, columns);
        var bars = rows.Select(r => Lay(r, frame)).ToList();
        var bottom = top + bars.Sum(b => b.Height);
        var height = rows.Count == 0 ? bottom : ChartAxis.DrawBelow(drawing, scale.Scale, ChartUnit.Pence, (left, right), top, bottom);
        DrawJoins(drawing, rows, bars, value => scale.Scale.Place(value, left, right), top);
        var y = top;
        foreach (var (row, bar) in rows.Zip(bars))
        {
            var (from, to) = (scale.Scale.Place(row.From ?? 0, left, right), scale.Scale.Place(row.To, left, right));
            DrawBar(drawing, row, scale, from, to, y + bar.Middle);
            DrawWords(drawing, row, bar, columns, y, y + bar.Middle);
            y += bar.Height;
        }

        return drawing.Finish(
            $"How the budget was set: {ChartText.Clean(facts.Name)}",
            $"{WaterfallHeadline.Write(facts)} One bar for each step, from the amount before it to the amount after it. The table below "
                + "has every figure.",
            height
        );
    }

    /// <summary>Where the columns of amounts end on a wide page, and how much room the changes take.</summary>
    readonly record struct Columns(decimal Change, decimal ChangeWidth, decimal Result)
    {
        public static Columns Create(IReadOnlyList<WaterfallRow> rows, ChartFrame frame)
        {
            decimal Find(Func<WaterfallRow, string> say) =>
                rows.Select(r => ChartText.Measure(say(r), frame.FontSize)).DefaultIfEmpty().Max() + Gap;
            return new(frame.Width - Find(r => ChartWords.Exact(r.To)), Find(r => ChartWords.Change(r.Change)), frame.Width);
        }
    }

    /// <summary>How high a row is, and at what height in it the bar lies.</summary>
    readonly record struct Place(IReadOnlyList<string> Words, IReadOnlyList<string> Amounts, decimal Height, decimal Middle);

    static Place Lay(WaterfallRow row, ChartFrame frame)
    {
        var words = ChartText.Wrap(row.Words, frame.IsWide ? WordsWidth : frame.Width, frame.FontSize, WordLinesMax);
        var wordsHeight = words.Count * frame.LineHeight;
        if (frame.IsWide)
        {
            var height = Math.Max(wordsHeight, BarHeight) + 14m;
            return new(words, [], height, height / 2);
        }

        var said = row.From is null ? ChartWords.Exact(row.To) : $"{ChartWords.Change(row.Change)}, then {ChartWords.Exact(row.To)}";
        var amounts = ChartText.Wrap(said, frame.Width, frame.FontSize, AmountLinesMax);
        return new(words, amounts, wordsHeight + BarHeight + (amounts.Count * frame.LineHeight) + 24, wordsHeight + 4 + (BarHeight / 2m));
    }

    static decimal DrawHead(Drawing drawing, IReadOnlyList<WaterfallRow> rows, Columns columns)
    {
        if (rows.Count == 0)
        {
            drawing.Text("chart-middle chart-quiet", drawing.Frame.Width / 2m, drawing.Frame.LineHeight, "No steps yet");
            return drawing.Frame.LineHeight * 2;
        }

        var bottom = ChartKey.Draw(
            drawing,
            [
                ChartKey.FromPart(1, "Amount"),
                .. rows.Any(r => r is { From: not null, Change: var c } && c > 0)
                    ? [ChartKey.FromPart(2, "Raised by")]
                    : Array.Empty<ChartKeyEntry>(),
                .. rows.Any(r => r is { From: not null, Change: var c } && c < 0)
                    ? [ChartKey.FromPart(3, "Lowered by")]
                    : Array.Empty<ChartKeyEntry>(),
            ]
        );
        if (!drawing.Frame.IsWide)
            return bottom + 10;
        drawing.Text("chart-end chart-quiet", columns.Change, bottom + drawing.Frame.LineHeight, "Change");
        drawing.Text("chart-end chart-quiet", columns.Result, bottom + drawing.Frame.LineHeight, "Then");
        return bottom + drawing.Frame.LineHeight + 10;
    }

    /// <summary>From each bar down to where the next begins, below all words.</summary>
    static void DrawJoins(
        Drawing drawing,
        IReadOnlyList<WaterfallRow> rows,
        IReadOnlyList<Place> bars,
        Func<Int128, decimal> find,
        decimal top
    )
    {
        var y = top;
        for (var i = 1; i < rows.Count; i++)
        {
            var x = find(rows[i].From ?? rows[i].To);
            var (above, below) = (y + bars[i - 1].Middle, y + bars[i - 1].Height + bars[i].Middle);
            drawing.Line("chart-join", x, above + (BarHeight / 2m), x, below - (BarHeight / 2m));
            y += bars[i - 1].Height;
        }
    }

    static void DrawBar(Drawing drawing, WaterfallRow row, WaterfallScale scale, decimal from, decimal to, decimal middle)
    {
        var (top, bottom) = (middle - (BarHeight / 2m), middle + (BarHeight / 2m));
        if (row.From is null)
        {
            drawing.Box(ChartPatterns.FindLook(1), from, top, to, bottom, 1);
            if (scale.IsCut)
                DrawCut(drawing, from, top, bottom);
            return;
        }

        if (row.Change == 0)
        {
            drawing.Line("chart-line chart-still", to, top, to, bottom);
            return;
        }

        // A step too small for the picture is still seen to be there.
        var part = row.Change > 0 ? 2 : 3;
        drawing.Box(ChartPatterns.FindLook(part), from, top, Math.Abs(to - from) < 2 ? from + (row.Change > 0 ? 2 : -2) : to, bottom, part);
    }

    /// <summary>A torn edge: the bar is longer than it is drawn.</summary>
    static void DrawCut(Drawing drawing, decimal left, decimal top, decimal bottom)
    {
        var third = (bottom - top) / 3;
        drawing.Through(
            "chart-cut",
            [(left + 8, top - 3), (left + 14, top + third), (left + 8, top + (2 * third)), (left + 14, bottom + 3)]
        );
    }

    static void DrawWords(Drawing drawing, WaterfallRow row, Place place, Columns columns, decimal top, decimal middle)
    {
        var frame = drawing.Frame;
        var weight = row.From is null ? " chart-strong" : "";
        var first = frame.IsWide
            ? middle - ((place.Words.Count - 1) * frame.LineHeight / 2m) + (frame.FontSize * 0.35m)
            : top + frame.FontSize;
        DrawLines(drawing, $"chart-start chart-halo{weight}", place.Words, first);
        if (!frame.IsWide)
        {
            DrawLines(drawing, $"chart-start chart-halo{weight}", place.Amounts, middle + (BarHeight / 2m) + frame.LineHeight - 2);
            return;
        }

        var baseline = middle + (frame.FontSize * 0.35m);
        if (row.From is not null)
            drawing.Text("chart-end", columns.Change, baseline, ChartWords.Change(row.Change));
        drawing.Text($"chart-end{weight}", columns.Result, baseline, ChartWords.Exact(row.To));
    }

    static void DrawLines(Drawing drawing, string look, IReadOnlyList<string> lines, decimal first)
    {
        for (var i = 0; i < lines.Count; i++)
            drawing.Text(look, 0, first + (i * drawing.Frame.LineHeight), lines[i]);
    }
}
