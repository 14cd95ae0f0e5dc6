using System.Globalization;

namespace ReferralHub.Web.Charts;

/// <summary>Fills that differ without their colours: the first part is solid, each further one has a pattern of its own.</summary>
static class ChartPatterns
{
    /// <summary>More could not be told apart.</summary>
    public const int PartsMax = 6;

    /// <summary>The forecast's range: hatched, and lighter than any part.</summary>
    public const int Range = 7;

    const int Side = 8;

    static readonly string[] Inks =
    [
        "",
        "M-2 2L2 -2M0 8L8 0M6 10L10 6",
        "M2 0V8M6 0V8",
        "M-2 6L2 10M0 0L8 8M6 -2L10 2",
        "M0 2H8M0 6H8",
        "M0 4H8M4 0V8",
        "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    ];

    public static bool IsPatterned(int part) => part is > 1 and <= Range;

    /// <summary>Class of a part's colour.</summary>
    public static string FindLook(int part) => $"chart-part chart-part-{part.ToString(CultureInfo.InvariantCulture)}";

    public static string Define(int part, string id)
    {
        var number = part.ToString(CultureInfo.InvariantCulture);
        var side = Side.ToString(CultureInfo.InvariantCulture);
        return $"<pattern id=\"{id}\" width=\"{side}\" height=\"{side}\" patternUnits=\"userSpaceOnUse\">"
            + $"<rect class=\"chart-paper\" width=\"{side}\" height=\"{side}\"/>"
            + $"<path class=\"chart-ink chart-ink-{number}\" d=\"{Inks[part - 1]}\"/></pattern>";
    }
}
