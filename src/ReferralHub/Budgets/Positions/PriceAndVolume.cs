using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// How much of a variance came from more or less care, and how much from its price: volume is (items − planned items) × planned price,
/// price is the rest, so that the two are always the variance to the penny. It is worked out for each specialty and point of delivery by
/// itself, because a mean price over several would call a change of mixture a change of price.
/// </summary>
public readonly record struct PriceAndVolume(Money Volume, Money Price)
{
    public Money Variance => Volume + Price;

    public static PriceAndVolume operator +(PriceAndVolume a, PriceAndVolume b) => new(a.Volume + b.Volume, a.Price + b.Price);

    public static PriceAndVolume Calculate(IEnumerable<PlannedAndActual> rows) =>
        rows.Aggregate(default(PriceAndVolume), (sum, row) => sum + Calculate(row));

    /// <summary>Care that nobody planned has no planned price: all that it cost is volume.</summary>
    public static PriceAndVolume Calculate(PlannedAndActual row)
    {
        if (row.PlannedPrice is not { } price)
            return new(row.ActualCost, Money.Zero);
        var volume = price * checked(row.ActualItems - row.PlannedItems);
        return new(volume, row.ActualCost - (price * row.PlannedItems) - volume);
    }
}

/// <param name="Pod">Point of delivery.</param>
/// <param name="PlannedPrice">For one item; null where none was planned.</param>
/// <param name="ActualCost">Of all items.</param>
public sealed record PlannedAndActual(string Tfc, string Pod, long PlannedItems, Money? PlannedPrice, long ActualItems, Money ActualCost);
