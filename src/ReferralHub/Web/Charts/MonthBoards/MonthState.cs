namespace ReferralHub.Web.Charts.MonthBoards;

/// <summary>How far a provider's report of a month has come.</summary>
public enum MonthState
{
    Unknown,

    /// <summary>The month is not over, or nothing is due yet.</summary>
    NotDue,

    /// <summary>Due, and not here yet.</summary>
    Expected,

    /// <summary>The day for it has passed.</summary>
    Late,

    /// <summary>A first report is here and may be corrected.</summary>
    Flex,

    /// <summary>The report is final.</summary>
    Frozen,

    /// <summary>Declared missing by name: the month may be closed without it.</summary>
    Missing,

    /// <summary>The month is closed.</summary>
    Closed,

    /// <summary>The month is closed, and later postings belong to it.</summary>
    Restated,
}

/// <param name="Words">Short enough for a cell of the board.</param>
readonly record struct MonthStateLook(string Words, string Meaning, ChartShape Shape, string Look);

static class MonthStates
{
    public static readonly IReadOnlyList<MonthState> All = Enum.GetValues<MonthState>();

    public static MonthStateLook Describe(MonthState state) =>
        state switch
        {
            MonthState.NotDue => new("Not due", "Nothing is due yet", ChartShape.Dot, "chart-mark chart-dim"),
            MonthState.Expected => new("Due", "Expected, not late", ChartShape.Ring, "chart-mark chart-plain"),
            MonthState.Late => new("Late", "The day for it has passed", ChartShape.Triangle, "chart-mark chart-alarm"),
            MonthState.Flex => new("Flex", "A first report, may change", ChartShape.HollowDiamond, "chart-mark chart-calm"),
            MonthState.Frozen => new("Frozen", "The final report", ChartShape.HollowSquare, "chart-mark chart-calm"),
            MonthState.Missing => new("Missing", "Declared missing", ChartShape.Cross, "chart-mark chart-alarm"),
            MonthState.Closed => new("Closed", "The month is closed", ChartShape.Square, "chart-mark chart-plain"),
            MonthState.Restated => new("Restated", "Closed, changed since", ChartShape.Diamond, "chart-mark chart-warm"),
            _ => new("Unknown", "Nothing is known of it", ChartShape.TriangleDown, "chart-mark chart-dim"),
        };

    /// <summary>Whether the month needs nothing more of the provider.</summary>
    public static bool IsClosed(MonthState state) => state is MonthState.Closed or MonthState.Restated;
}
