using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts;

/// <summary>One field of a chart's table: words, pence, a number, a month or a day; not known when it was made of null.</summary>
public readonly record struct ChartValue
{
    readonly ChartValueKind kind;
    readonly string? text;
    readonly long number;

    ChartValue(ChartValueKind kind, string? text = null, long number = 0) => (this.kind, this.text, this.number) = (kind, text, number);

    public static ChartValue Unknown => default;

    public bool IsKnown => kind != ChartValueKind.Unknown;

    public bool IsFigure => kind is ChartValueKind.Pence or ChartValueKind.Count;

    public static ChartValue FromText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Unknown : new(ChartValueKind.Text, ChartText.Clean(text));

    public static ChartValue FromMoney(Money? money) => money is { } amount ? new(ChartValueKind.Pence, null, amount.Pence) : Unknown;

    public static ChartValue FromCount(long? count) => count is { } number ? new(ChartValueKind.Count, null, number) : Unknown;

    /// <summary>A figure in the chart's unit; not known when it is larger than a figure can be.</summary>
    public static ChartValue FromFigure(Int128? figure, ChartUnit unit) =>
        figure is { } value && value >= long.MinValue && value <= long.MaxValue
            ? new(unit == ChartUnit.Pence ? ChartValueKind.Pence : ChartValueKind.Count, null, (long)value)
            : Unknown;

    public static ChartValue FromMonth(DateOnly? month) => month is { } date ? new(ChartValueKind.Month, null, date.DayNumber) : Unknown;

    public static ChartValue FromDay(DateOnly? day) => day is { } date ? new(ChartValueKind.Day, null, date.DayNumber) : Unknown;

    /// <summary>As a person reads it; null when it is not known.</summary>
    public string? Show() =>
        kind switch
        {
            ChartValueKind.Text => text,
            ChartValueKind.Pence => ChartWords.Exact(number),
            ChartValueKind.Count => ChartWords.Count(number),
            ChartValueKind.Month => Date.MonthInWords,
            ChartValueKind.Day => Date.DayInWords,
            _ => null,
        };

    /// <summary>As a program reads it: a whole number of pence or items.</summary>
    internal long? Number => IsFigure ? number : null;

    /// <summary>As a program reads it: words, or a date after ISO 8601; null when it is a figure or not known.</summary>
    internal string? Text =>
        kind switch
        {
            ChartValueKind.Text => text,
            ChartValueKind.Month => Date.MonthCode,
            ChartValueKind.Day => Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

    DateOnly Date => DateOnly.FromDayNumber((int)number);

    enum ChartValueKind
    {
        Unknown,
        Text,
        Pence,
        Count,
        Month,
        Day,
    }
}

/// <summary>What the figures of a chart count.</summary>
public enum ChartUnit
{
    /// <summary>Pounds, in whole pence.</summary>
    Pence,

    /// <summary>Things: referrals, cases, patients.</summary>
    Items,
}
