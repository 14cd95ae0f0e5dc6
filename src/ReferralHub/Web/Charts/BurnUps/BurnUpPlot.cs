using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.BurnUps;

/// <summary>Where months and money lie in the picture.</summary>
readonly record struct BurnUpPlot(ChartFrame Frame, ChartScale Scale, IReadOnlyList<DateOnly> Months)
{
    /// <summary>Of several years each so many months have a name.</summary>
    static readonly int[] Spans = [3, 6, 12, 24, 60];

    public decimal Left { get; private init; }

    public decimal Right { get; private init; }

    public decimal Top { get; private init; }

    public decimal Bottom { get; private init; }

    public decimal MarkRadius => Frame.IsWide ? 5 : 4;

    public static BurnUpPlot Create(BurnUp facts, ChartFrame frame, ChartScale scale, decimal top)
    {
        var (_, divisor) = scale.FindUnit(ChartUnit.Pence);
        var widest = scale.Ticks.Max(t => ChartText.Measure(ChartScale.Label(t, divisor), frame.FontSize));
        return new(frame, scale, [.. facts.Months.Select(m => m.Month)])
        {
            Left = widest + 10,
            Right = frame.Width - 12,
            Top = top,
            Bottom = top + (frame.IsWide ? 320 : 240),
        };
    }

    public decimal Place(Int128 pence) => Scale.Place(pence, Bottom, Top);

    /// <summary>Where a month begins; the one after the last gives the end.</summary>
    public decimal FindStart(int month) => Left + ((Right - Left) * month / Math.Max(1, Months.Count));

    /// <summary>Where the figures of a month stand: at its end, or at the day of the newest figure within it.</summary>
    public decimal FindEnd(BurnUp facts, int month)
    {
        var first = facts.Months[month].Month;
        var days = DateTime.DaysInMonth(first.Year, first.Month);
        var isUnderWay = (facts.AsOf.Year, facts.AsOf.Month) == (first.Year, first.Month);
        var passed = isUnderWay ? (decimal)facts.AsOf.Day / days : 1;
        return FindStart(month) + ((FindStart(month + 1) - FindStart(month)) * passed);
    }

    public void DrawAxes(Drawing drawing)
    {
        var (unit, divisor) = Scale.FindUnit(ChartUnit.Pence);
        drawing.Text("chart-start chart-quiet", 0, Top - Frame.LineHeight - 6, unit);
        foreach (var tick in Scale.Ticks)
        {
            var y = Place(tick);
            drawing.Line(tick == 0 ? "chart-nought" : "chart-grid", Left, y, Right, y);
            drawing.Text("chart-end chart-quiet", Left - 6, y + (Frame.FontSize * 0.35m), ChartScale.Label(tick, divisor));
        }

        DrawMonths(drawing);
    }

    /// <summary>As many months by name as there is room for, and below them from when to when.</summary>
    void DrawMonths(Drawing drawing)
    {
        if (Months.Count == 0)
        {
            drawing.Text("chart-middle chart-quiet", (Left + Right) / 2, (Top + Bottom) / 2, "No figures yet");
            return;
        }

        var (band, fontSize) = ((Right - Left) / Months.Count, Frame.FontSize);
        var isOneYear = Months.Count <= 12;
        var labels = Months.Select(m => isOneYear ? ChartWords.ShortMonth(m) : ChartWords.ShortMonthAndYear(m)).ToList();
        var room = labels.Max(l => ChartText.Measure(l, fontSize)) + 6;
        // The first label moves inwards, towards the next.
        var moved = Math.Max(0, ((room - band) / 2) - 6);
        var every = isOneYear ? (int)Math.Ceiling(room / band) : Spans.First(s => s * band >= room + moved || s == Spans[^1]);
        for (var i = 0; i < Months.Count; i += every)
        {
            drawing.Line("chart-tick", FindStart(i), Bottom, FindStart(i), Bottom + 5);
            var middle = Math.Clamp(FindStart(i) + (band / 2), Left + (room / 2) - 6, Frame.Width - (room / 2));
            drawing.Text("chart-middle chart-quiet", middle, Bottom + Frame.LineHeight, labels[i]);
        }

        var period = Months.Count == 1 ? Months[0].MonthInWords : $"{Months[0].MonthInWords} to {Months[^1].MonthInWords}";
        drawing.Text("chart-middle chart-quiet", (Left + Right) / 2, Bottom + (Frame.LineHeight * 2), period);
    }
}
