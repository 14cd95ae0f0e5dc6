using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>How far an amount may move.</summary>
readonly record struct AmountBounds(Money Least, Money Most)
{
    /// <summary>How far an amount lies outside; zero or less inside.</summary>
    public Money FindExcess(Money amount) => amount > Most ? amount - Most : Least - amount;

    public Money Clamp(Money amount) =>
        amount > Most ? Most
        : amount < Least ? Least
        : amount;
}

/// <summary>Splits a total so that nobody leaves their bounds.</summary>
static class LimitedShares
{
    /// <summary>
    /// While anybody lies outside, whoever does by the most pence (equal ones by the order of their ids) is put at the bound, and
    /// what remains is split among the others by their weights. Binding one at a time, the furthest first, makes the result
    /// independent of the order of the rows.
    /// </summary>
    /// <returns>The amounts, none outside its bounds, and what is left over when everybody is bound: below zero where the lower
    /// bounds are more than there is.</returns>
    public static (IReadOnlyDictionary<string, Money> Amounts, Money Left) Split(
        Money total,
        IReadOnlyDictionary<string, long> weights,
        IReadOnlyDictionary<string, AmountBounds> bounds
    )
    {
        var bound = new Dictionary<string, Money>(StringComparer.Ordinal);
        var free = new Dictionary<string, long>(weights, StringComparer.Ordinal);
        var rest = total;
        while (free.Count > 0)
        {
            var shares = Money.Split(rest, free);
            if (FindFurthestOutside(shares, bounds) is not { } furthest)
                return (weights.Keys.ToDictionary(id => id, id => bound.TryGetValue(id, out var at) ? at : shares[id]), Money.Zero);
            bound[furthest] = bounds[furthest].Clamp(shares[furthest]);
            rest -= bound[furthest];
            free.Remove(furthest);
        }

        return (weights.Keys.ToDictionary(id => id, id => bound[id]), rest);
    }

    static string? FindFurthestOutside(IReadOnlyDictionary<string, Money> shares, IReadOnlyDictionary<string, AmountBounds> bounds)
    {
        string? furthest = null;
        var most = Money.Zero;
        foreach (var (id, share) in shares)
        {
            var excess = bounds[id].FindExcess(share);
            if (excess > most || (excess == most && furthest is not null && string.CompareOrdinal(id, furthest) < 0))
                (furthest, most) = (id, excess);
        }

        return furthest;
    }
}
