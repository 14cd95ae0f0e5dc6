namespace ReferralHub.Web.Charts.ScopeMaps;

/// <summary>How a forecast stands to its budget.</summary>
enum ScopeState
{
    /// <summary>The holder has no budget for the scope.</summary>
    None,
    Unknown,
    WellUnder,
    In,
    Over,
    WellOver,
}

/// <param name="Field">Class that shades the cell; the words say the same.</param>
readonly record struct ScopeStateLook(string Words, ChartShape Shape, string Look, string Field);

static class ScopeStates
{
    /// <summary>A difference is large beyond the share of the budget; where there is no budget above nought, any excess is.</summary>
    public static ScopeState Judge(ScopeMapCell? cell, int largePerMille)
    {
        if (cell is null)
            return ScopeState.None;
        if (cell is not { Difference: { } difference, Budget: { } budget })
            return ScopeState.Unknown;
        var large = (Int128)Math.Max(0, budget.Pence) * largePerMille;
        return difference > 0 ? (difference * 1000 > large ? ScopeState.WellOver : ScopeState.Over)
            : -difference * 1000 > large ? ScopeState.WellUnder
            : ScopeState.In;
    }

    public static ScopeStateLook Describe(ScopeState state) =>
        state switch
        {
            ScopeState.WellOver => new("Well over", ChartShape.Triangle, "chart-mark chart-alarm", "chart-field chart-well-over"),
            ScopeState.Over => new("Over", ChartShape.Triangle, "chart-mark chart-warm", "chart-field chart-over"),
            ScopeState.In => new("In budget", ChartShape.Square, "chart-mark chart-calm", "chart-field chart-in"),
            ScopeState.WellUnder => new("Well under", ChartShape.TriangleDown, "chart-mark chart-calm", "chart-field chart-well-under"),
            ScopeState.Unknown => new("Not known", ChartShape.Ring, "chart-mark chart-dim", "chart-field chart-unknown"),
            _ => new("No budget", ChartShape.Dot, "chart-mark chart-dim", "chart-field chart-none"),
        };
}
