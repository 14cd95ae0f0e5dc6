using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Prices;

/// <summary>Care that was priced.</summary>
/// <param name="Id">The asker's own, to find it again.</param>
/// <param name="Quantity">Items; negative where they are taken back.</param>
public sealed record PricedItem(string Id, PriceQuestion Question, long Quantity = 1);

/// <summary>An item whose price is another than before.</summary>
/// <param name="Before">Null where it had no price, and was counted as nothing.</param>
/// <param name="After">Null where it has none any more.</param>
public sealed record PriceChange(PricedItem Item, PriceFound? Before, PriceFound? After)
{
    /// <summary>By how much all of its items cost more.</summary>
    public Money Difference => ((After?.Payable ?? Money.Zero) - (Before?.Payable ?? Money.Zero)) * Item.Quantity;
}

/// <summary>What a change of prices does to care that was priced before.</summary>
/// <param name="Changes">In the order of the items.</param>
public sealed record PriceRestatement(IReadOnlyList<PriceChange> Changes)
{
    public Money Difference => Changes.Aggregate(Money.Zero, (sum, change) => sum + change.Difference);
}
