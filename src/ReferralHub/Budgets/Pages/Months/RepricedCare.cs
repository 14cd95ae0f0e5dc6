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

    /// <param name="parts">Of lines that the reader may see.</param>
    internal static RepricedTogether Tell(IReadOnlyList<RepricedPart> parts, FigureReader reader)
    {
        var groups = parts
            .GroupBy(p => (Chosen: p.ChosenOn.FirstOfMonth, p.ActivityMonth, p.List))
            .OrderBy(g => g.Key.Chosen)
            .ThenBy(g => g.Key.List, StringComparer.Ordinal)
            .ToList();
        int[] patients = [.. groups.Select(g => RepricedPart.CountPatients(g)), RepricedPart.CountPatients(parts)];
        var withheld = reader.IsExact ? new bool[patients.Length] : Choose(patients, groups.Count);
        var (change, number) = Tell(parts, withheld[^1], patients[^1], reader);
        return new(
            [
                .. groups.Select(
                    (g, i) =>
                    {
                        var (told, count) = Tell([.. g], withheld[i], patients[i], reader);
                        return new RepricedCare(g.Key.Chosen, g.Key.ActivityMonth, g.Key.List, told, count);
                    }
                ),
            ],
            change,
            number
        );
    }

    /// <summary>
    /// Which months are looked at depends on what was asked: of two sums with different parts the difference would be told. So no sum is
    /// told of which a part is withheld.
    /// </summary>
    static IReadOnlyList<bool> Choose(int[] patients, int groups)
    {
        var withheld = SecondaryWithholding.Choose(patients, [new([.. Enumerable.Range(0, groups)], groups)]).ToArray();
        withheld[groups] |= withheld.AsSpan(0, groups).Contains(true);
        return withheld;
    }

    static (Money? Change, int? Parts) Tell(IReadOnlyList<RepricedPart> parts, bool isWithheld, int patients, FigureReader reader) =>
        isWithheld ? (null, null) : (reader.Tell(new Money(parts.Sum(p => p.More)), patients), reader.Tell(parts.Count, patients));
}
