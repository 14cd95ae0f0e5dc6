using System.Globalization;

namespace ReferralHub.Web.Charts;

/// <summary>What tells one kind of thing from another where colours cannot be told apart.</summary>
enum ChartShape
{
    Dot,
    Ring,
    Square,
    HollowSquare,
    Triangle,
    TriangleDown,
    Diamond,
    HollowDiamond,
    Cross,
}

static class ChartShapes
{
    /// <summary>The shape around a place, as SVG.</summary>
    /// <param name="look">Class that colours it.</param>
    public static string Draw(ChartShape shape, string look, decimal x, decimal y, decimal radius)
    {
        var (cx, cy, r) = (Write(x), Write(y), Write(radius));
        var hollow = shape is ChartShape.Ring or ChartShape.HollowSquare or ChartShape.HollowDiamond ? " chart-hollow" : "";
        return shape switch
        {
            ChartShape.Dot or ChartShape.Ring => $"<circle class=\"{look}{hollow}\" cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\"/>",
            ChartShape.Square or ChartShape.HollowSquare => $"<rect class=\"{look}{hollow}\" x=\"{Write(x - radius)}\" "
                + $"y=\"{Write(y - radius)}\" width=\"{Write(2 * radius)}\" height=\"{Write(2 * radius)}\"/>",
            _ => $"<path class=\"{look}{hollow}\" d=\"{Outline(shape, x, y, radius)}\"/>",
        };
    }

    /// <summary>The shape as large as a letter, for a table's cell or a key in HTML. The words stand beside it.</summary>
    public static string DrawLetter(ChartShape shape, string look) =>
        "<svg class=\"chart-letter\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\" "
        + $"xmlns=\"http://www.w3.org/2000/svg\">{Draw(shape, look, 8, 8, 6)}</svg>";

    /// <summary>A number as SVG has it: one place after the point is a tenth of a pixel.</summary>
    public static string Write(decimal number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    static string Outline(ChartShape shape, decimal x, decimal y, decimal r)
    {
        (decimal X, decimal Y)[] corners = shape switch
        {
            ChartShape.Triangle => [(x, y - r), (x + r, y + r), (x - r, y + r)],
            ChartShape.TriangleDown => [(x - r, y - r), (x + r, y - r), (x, y + r)],
            ChartShape.Cross => Cross(x, y, r, r / 3),
            _ => [(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        };
        return $"M{string.Join('L', corners.Select(c => $"{Write(c.X)} {Write(c.Y)}"))}Z";
    }

    static (decimal X, decimal Y)[] Cross(decimal x, decimal y, decimal r, decimal w) =>
        [
            (x - r + w, y - r),
            (x, y - w),
            (x + r - w, y - r),
            (x + r, y - r + w),
            (x + w, y),
            (x + r, y + r - w),
            (x + r - w, y + r),
            (x, y + w),
            (x - r + w, y + r),
            (x - r, y + r - w),
            (x - w, y),
            (x - r, y - r + w),
        ];
}
