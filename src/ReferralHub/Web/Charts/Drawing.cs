using System.Globalization;
using System.Text;

namespace ReferralHub.Web.Charts;

/// <summary>
/// One picture as SVG. Looks are classes of charts.css, because the content security policy allows no style in a page; what is drawn is
/// hidden from screen readers, which read the title, the description and the table.
/// </summary>
sealed class Drawing(string chart, ChartFrame frame)
{
    readonly StringBuilder marks = new();
    readonly SortedSet<int> patterns = [];
    readonly string id = $"{chart}-{frame.Name}";

    public ChartFrame Frame { get; } = frame;

    public void Line(string look, decimal x1, decimal y1, decimal x2, decimal y2) =>
        marks.Append(CultureInfo.InvariantCulture, $"<line class=\"{look}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");

    /// <summary>A rectangle between two corners, in any order, filled with the pattern of a part when one is named.</summary>
    public void Box(string look, decimal x1, decimal y1, decimal x2, decimal y2, int? pattern = null)
    {
        var (left, top) = (Math.Min(x1, x2), Math.Min(y1, y2));
        marks.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{look}\" x=\"{N(left)}\" y=\"{N(top)}\" "
                + $"width=\"{N(Math.Abs(x2 - x1))}\" height=\"{N(Math.Abs(y2 - y1))}\"{Fill(pattern)}/>"
        );
    }

    /// <summary>A line through places; of fewer than two nothing.</summary>
    public void Through(string look, IReadOnlyList<(decimal X, decimal Y)> places)
    {
        if (places.Count > 1)
            marks.Append(CultureInfo.InvariantCulture, $"<path class=\"{look}\" d=\"{Path(places)}\"/>");
    }

    /// <summary>A closed area.</summary>
    public void Area(string look, IReadOnlyList<(decimal X, decimal Y)> places, int? pattern = null) =>
        marks.Append(CultureInfo.InvariantCulture, $"<path class=\"{look}\" d=\"{Path(places)}Z\"{Fill(pattern)}/>");

    public void Mark(ChartShape shape, string look, decimal x, decimal y, decimal radius) =>
        marks.Append(ChartShapes.Draw(shape, look, x, y, radius));

    /// <summary>A line of words.</summary>
    /// <param name="look">chart-start, chart-middle or chart-end says which side of it the place is; more classes may follow.</param>
    public void Text(string look, decimal x, decimal y, string text) =>
        marks.Append(CultureInfo.InvariantCulture, $"<text class=\"{look}\" x=\"{N(x)}\" y=\"{N(y)}\">{ChartText.Encode(text)}</text>");

    /// <summary>The whole picture.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="description">What it shows and how, for who does not see it.</param>
    public string Finish(string title, string description, decimal height) =>
        $"<svg class=\"chart-picture chart-{Frame.Name}\" role=\"img\" viewBox=\"0 0 {Frame.Width} {N(height)}\" focusable=\"false\" "
        + $"aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-description\" xmlns=\"http://www.w3.org/2000/svg\">"
        + $"<title id=\"{id}-title\">{ChartText.Encode(title)}</title>"
        + $"<desc id=\"{id}-description\">{ChartText.Encode(description)}</desc>"
        + (patterns.Count == 0 ? "" : $"<defs>{string.Concat(patterns.Select(p => ChartPatterns.Define(p, PatternId(p))))}</defs>")
        + $"<g aria-hidden=\"true\">{marks}</g></svg>";

    string Fill(int? pattern)
    {
        if (pattern is not { } part || !ChartPatterns.IsPatterned(part))
            return "";
        patterns.Add(part);
        return $" fill=\"url(#{PatternId(part)})\"";
    }

    string PatternId(int part) => $"{id}-pattern-{N(part)}";

    static string Path(IReadOnlyList<(decimal X, decimal Y)> places) => $"M{string.Join('L', places.Select(p => $"{N(p.X)} {N(p.Y)}"))}";

    static string N(decimal number) => ChartShapes.Write(number);
}
