using System.Globalization;

namespace ReferralHub.Web.Charts;

/// <summary>
/// Figures and dates in words. Sums of charts are 128 bits wide, so that not even absurd figures stop a page; money itself stays whole
/// pence.
/// </summary>
static class ChartWords
{
    const int PencePerPound = 100;

    /// <summary>From here on pence only distract from what a sentence says; the table has them.</summary>
    const int WholePoundsFromPence = 100_000;

    /// <summary>As in a sentence: whole pounds from £1,000, pence below.</summary>
    public static string Say(Int128 pence) =>
        Int128.Abs(pence) < WholePoundsFromPence
            ? Exact(pence)
            : Sign(pence)
                + "£"
                + Math.Round(Math.Abs((decimal)pence) / PencePerPound, MidpointRounding.ToEven)
                    .ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>To the penny.</summary>
    public static string Exact(Int128 pence) =>
        Sign(pence) + "£" + (Math.Abs((decimal)pence) / PencePerPound).ToString("N2", CultureInfo.InvariantCulture);

    public static string Count(Int128 number) => Sign(number) + Math.Abs((decimal)number).ToString("N0", CultureInfo.InvariantCulture);

    public static string Say(Int128 figure, ChartUnit unit) => unit == ChartUnit.Pence ? Say(figure) : Count(figure);

    /// <summary>A change: with its sign, or "no change".</summary>
    public static string Change(Int128 pence) => pence == 0 ? "no change" : (pence > 0 ? "+" : "") + Exact(pence);

    public static string ShortMonth(DateOnly month) => month.ToString("MMM", CultureInfo.InvariantCulture);

    public static string ShortMonthAndYear(DateOnly month) => month.ToString("MMM yy", CultureInfo.InvariantCulture);

    /// <summary>"1 return is", "3 returns are".</summary>
    public static string Counted(int count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>The share of a whole above nought in hundredths: "38%"; never "0%" of something or "100%" of what is not all.</summary>
    public static string Share(Int128 part, Int128 whole)
    {
        var perCent = Math.Round((decimal)part / (decimal)whole * 100, MidpointRounding.ToEven);
        return perCent == 0 && part > 0 ? "less than 1%"
            : perCent == 100 && part < whole ? "more than 99%"
            : perCent.ToString("0", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>"A, B and C"; of more than <paramref name="max"/> the first, and how many more.</summary>
    public static string List(IReadOnlyList<string> names, int max)
    {
        if (names.Count > max)
            return $"{string.Join(", ", names.Take(max))} and {Count(names.Count - max)} more";
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    static string Sign(Int128 figure) => figure < 0 ? "−" : "";
}
