using ReferralHub.Web.Charts;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>How many budgets will do, in a sentence made from the figures as their reader is told them.</summary>
static class BudgetsTogether
{
    /// <summary>Beyond so many thousandths of the budget a forecast is far from it.</summary>
    const int FarPerMille = 50;
    const int NamesMax = 3;

    public static bool IsOver(ToldLine line) => line.ForecastHeadroom is { Pence: < 0 };

    /// <summary>Whether even the low end of the forecast's range is over the budget.</summary>
    public static bool IsSure(ToldLine line) => line is { Forecast: { } forecast, Budget: { } budget } && forecast.Low > budget;

    /// <summary>Null while there is no budget to say anything of.</summary>
    public static string? Write(IReadOnlyList<ToldLine> lines)
    {
        var known = lines.Where(l => l.ForecastHeadroom is not null).ToList();
        if (known.Count == 0)
            return null;
        var over = known.Where(l => IsFar(l) && IsOver(l)).ToList();
        var under = known.Count(l => IsFar(l) && !IsOver(l));
        var near = known.Count - over.Count - under;
        var open = lines.Count(l => l.Budget is null);
        string[] parts =
        [
            over.Count == 0 ? "none is heading more than 5% over" : $"{over.Count} {Are(over.Count)} heading more than 5% over",
            $"{near} {Are(near)} near",
            $"{under} {Are(under)} heading more than 5% under",
        ];
        return $"Of {ChartWords.Counted(known.Count, "agreed budget", "agreed budgets")} of practices, {string.Join(", ", parts)}."
            + DescribeOver(over)
            + (open == 0 ? "" : $" {ChartWords.Counted(open, "practice has", "practices have")} no agreed budget.");
    }

    static string DescribeOver(List<ToldLine> over)
    {
        var sure = over.Where(IsSure).Select(l => l.Held.HolderName).ToList();
        var unsure = over.Where(l => !IsSure(l)).Select(l => l.Held.HolderName).ToList();
        return (sure.Count == 0 ? "" : $" Over by more than chance explains: {ChartWords.List(sure, NamesMax)}.")
            + (unsure.Count == 0 ? "" : $" Over, but it may be chance: {ChartWords.List(unsure, NamesMax)}.");
    }

    static bool IsFar(ToldLine line) =>
        Int128.Abs(line.ForecastHeadroom!.Value.Pence) * 1_000 > (Int128)line.Budget!.Value.Pence * FarPerMille;

    static string Are(int count) => count == 1 ? "is" : "are";
}
