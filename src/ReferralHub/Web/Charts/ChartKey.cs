namespace ReferralHub.Web.Charts;

/// <summary>What a sample of a picture stands for.</summary>
/// <param name="Draw">Draws the sample with its middle at a height, from a place of <see cref="ChartKey.SampleWidth"/> units on.</param>
readonly record struct ChartKeyEntry(string Words, Action<Drawing, decimal, decimal> Draw);

/// <summary>The key above a picture: beside one another on a wide page, one a line on a narrow one.</summary>
static class ChartKey
{
    public const int SampleWidth = 30;

    const int Gap = 8;
    const int Between = 28;

    /// <summary>Gives the height at which the key ends.</summary>
    public static decimal Draw(Drawing drawing, IReadOnlyList<ChartKeyEntry> entries)
    {
        var frame = drawing.Frame;
        var (x, y) = (0m, 0m);
        var rowHeight = frame.LineHeight + 4;
        foreach (var (words, draw) in entries)
        {
            const int before = SampleWidth + Gap;
            var line = ChartText.Wrap(words, frame.Width - before, frame.FontSize, 1)[0];
            var width = before + ChartText.Measure(line, frame.FontSize);
            if (x > 0 && (!frame.IsWide || x + width > frame.Width))
                (x, y) = (0, y + rowHeight);
            draw(drawing, x, y + (rowHeight / 2m));
            drawing.Text("chart-start", x + before, y + frame.FontSize, line);
            x += width + Between;
        }

        return entries.Count == 0 ? 0 : y + rowHeight;
    }

    /// <summary>A box in the look and pattern of a part.</summary>
    public static ChartKeyEntry FromPart(int part, string words) =>
        new(words, (drawing, x, y) => drawing.Box(ChartPatterns.FindLook(part), x, y - 8, x + SampleWidth, y + 8, part));

    /// <summary>A piece of line, with a mark in its middle where the line has marks.</summary>
    public static ChartKeyEntry FromLine(string line, string words, ChartShape? shape = null, string mark = "") =>
        new(
            words,
            (drawing, x, y) =>
            {
                drawing.Line(line, x, y, x + SampleWidth, y);
                if (shape is { } has)
                    drawing.Mark(has, mark, x + (SampleWidth / 2m), y, 5);
            }
        );

    public static ChartKeyEntry FromShape(ChartShape shape, string look, string words) =>
        new(words, (drawing, x, y) => drawing.Mark(shape, look, x + (SampleWidth / 2m), y, 6));
}
