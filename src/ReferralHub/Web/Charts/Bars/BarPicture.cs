namespace ReferralHub.Web.Charts.Bars;

/// <summary>Bars from left to right, one below another; what is below nought goes to the left of it.</summary>
static class BarPicture
{
    const int BarHeight = 18;
    const int NameWidth = 230;
    const int NameLinesMax = 2;

    public static string Draw(BarChart facts, ChartFrame frame)
    {
        var drawing = new Drawing(facts.Id, frame);
        var scale = ChartScale.Fit(facts.Rows.SelectMany(ListEnds), facts.Unit, frame.IsWide ? 6 : 4);
        var figureWidth = facts.Rows.Select(r => ChartText.Measure(SayTotal(facts, r), frame.FontSize)).DefaultIfEmpty().Max() + 14;
        var (left, right) = (frame.IsWide ? NameWidth + 20m : 4m, frame.Width - figureWidth);
        var top = DrawHead(drawing, facts);
        var rows = facts.Rows.Select(r => Lay(r, frame)).ToList();
        var bottom = top + rows.Sum(r => r.Height);
        var height = rows.Count == 0 ? bottom : ChartAxis.DrawBelow(drawing, scale, facts.Unit, (left, right), top, bottom);
        var y = top;
        foreach (var (row, place) in facts.Rows.Zip(rows))
        {
            DrawRow(drawing, facts, row, place, y, value => scale.Place(value, left, right));
            y += place.Height;
        }

        return drawing.Finish(
            ChartText.Clean(facts.Name),
            $"{BarHeadline.Write(facts)} One bar for each name. The table below has every figure.",
            height
        );
    }

    readonly record struct Place(IReadOnlyList<string> Name, decimal Height, decimal Middle);

    static Place Lay(BarRow row, ChartFrame frame)
    {
        var name = ChartText.Wrap(row.Name, frame.IsWide ? NameWidth : frame.Width, frame.FontSize, NameLinesMax);
        var nameHeight = name.Count * frame.LineHeight;
        if (!frame.IsWide)
            return new(name, nameHeight + BarHeight + 16, nameHeight + 5 + (BarHeight / 2m));
        var height = Math.Max(nameHeight, BarHeight) + 10m;
        return new(name, height, height / 2);
    }

    /// <summary>Where the parts of a bar end to the right and to the left, and its mark.</summary>
    static IEnumerable<Int128> ListEnds(BarRow row)
    {
        yield return row.Amounts.Aggregate((Int128)0, (sum, a) => sum + Math.Max(0, a ?? 0));
        yield return row.Amounts.Aggregate((Int128)0, (sum, a) => sum + Math.Min(0, a ?? 0));
        if (row.Mark is { } mark)
            yield return mark;
    }

    static decimal DrawHead(Drawing drawing, BarChart facts)
    {
        if (facts.Rows.Count == 0)
        {
            drawing.Text("chart-middle chart-quiet", drawing.Frame.Width / 2m, drawing.Frame.LineHeight, "Nothing to show yet");
            return drawing.Frame.LineHeight * 2;
        }

        var key = new List<ChartKeyEntry>();
        if (facts.Parts.Count > 1)
            key.AddRange(facts.Parts.Take(ChartPatterns.PartsMax).Select((p, i) => ChartKey.FromPart(i + 1, FindPartName(facts, i, p))));
        if (facts.MarkName is { } mark)
            key.Add(ChartKey.FromShape(ChartShape.TriangleDown, "chart-mark chart-target", ChartText.Clean(mark)));
        return ChartKey.Draw(drawing, key) + (key.Count == 0 ? 4 : 12);
    }

    /// <summary>The last look stands for all parts that have none of their own.</summary>
    static string FindPartName(BarChart facts, int part, string name) =>
        part == ChartPatterns.PartsMax - 1 && facts.Parts.Count > ChartPatterns.PartsMax
            ? $"{ChartText.Clean(name)} and {ChartWords.Count(facts.Parts.Count - ChartPatterns.PartsMax)} more"
            : ChartText.Clean(name);

    static void DrawRow(Drawing drawing, BarChart facts, BarRow row, Place place, decimal top, Func<Int128, decimal> find)
    {
        var frame = drawing.Frame;
        var middle = top + place.Middle;
        var first = frame.IsWide
            ? middle - ((place.Name.Count - 1) * frame.LineHeight / 2m) + (frame.FontSize * 0.35m)
            : top + frame.FontSize;
        for (var i = 0; i < place.Name.Count; i++)
            drawing.Text("chart-start chart-halo", 0, first + (i * frame.LineHeight), place.Name[i]);
        var (above, below) = ((Int128)0, (Int128)0);
        for (var i = 0; i < facts.Parts.Count; i++)
        {
            Int128 amount = row.Amounts[i] ?? 0;
            if (amount == 0)
                continue;
            ref var from = ref (amount > 0 ? ref above : ref below);
            var part = Math.Min(i + 1, ChartPatterns.PartsMax);
            drawing.Box(
                ChartPatterns.FindLook(part),
                find(from),
                middle - (BarHeight / 2m),
                find(from + amount),
                middle + (BarHeight / 2m),
                part
            );
            from += amount;
        }

        if (facts.MarkName is not null && row.Mark is { } mark)
            DrawMark(drawing, find(mark), middle);
        drawing.Text("chart-end", frame.Width, middle + (frame.FontSize * 0.35m), SayTotal(facts, row));
    }

    static void DrawMark(Drawing drawing, decimal x, decimal middle)
    {
        drawing.Line("chart-line chart-target-line", x, middle - (BarHeight / 2m), x, middle + (BarHeight / 2m) + 2);
        drawing.Mark(ChartShape.TriangleDown, "chart-mark chart-target", x, middle - (BarHeight / 2m) - 2, 5);
    }

    static string SayTotal(BarChart facts, BarRow row) => row.Total is { } total ? ChartWords.Say(total, facts.Unit) : "Not known";
}
