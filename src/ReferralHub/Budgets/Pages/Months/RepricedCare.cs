using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What prices that were published in hindsight changed, for the care that patients chose in one month.</summary>
/// <param name="Chosen">First day of the month in which it was chosen.</param>
/// <param name="ShownIn">First day of the month in whose figures the difference is.</param>
/// <param name="List">The price list.</param>
/// <param name="Change">Null when it is withheld.</param>
/// <param name="Parts">How many parts of care; null when it is withheld.</param>
public sealed record RepricedCare(DateOnly Chosen, DateOnly ShownIn, string List, Money? Change, int? Parts)
{
    /// <summary>A sentence about one month.</summary>
    public string Describe() =>
        $"Prices of the list {List} were published after care had been chosen in {Chosen.MonthInWords}. "
        + (
            Change is not { } change
                ? "What they change is withheld, because it is about few patients."
                : $"It costs {(change < Money.Zero ? $"{-change} less" : $"{change} more")}."
        )
        + (ShownIn == Chosen ? "" : $" The difference is in what is committed, in the figures of {ShownIn.MonthInWords}.");
}

/// <summary>The same for all months together; of these only the sum is made from true figures that are withheld one by one.</summary>
/// <param name="Change">Null when it is withheld.</param>
/// <param name="Parts">Null when it is withheld.</param>
public sealed record RepricedTogether(IReadOnlyList<RepricedCare> Months, Money? Change, int? Parts)
{
    public static readonly RepricedTogether Nothing = new([], Money.Zero, 0);
}
