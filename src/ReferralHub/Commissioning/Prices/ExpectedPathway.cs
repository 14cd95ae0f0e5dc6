using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Prices;

/// <summary>Care that a referral is expected to lead to, and what it is expected to cost.</summary>
/// <param name="QuantityPerMille">Items for a thousand referrals.</param>
/// <param name="Payable">For one referral; null where the care has no price.</param>
public sealed record ExpectedComponent(string Pod, long QuantityPerMille, Money? Payable, PriceRow? Row);

/// <summary>
/// What a referral will lead to, by treatment function. For each point of delivery the most specific row counts: one that names
/// provider and priority, then provider, then priority, then neither; of rows for the same, the one that begins later ends the other.
/// A row of 0 says that the care does not follow. Where no row says otherwise, a referral leads to one first attendance.
/// </summary>
public sealed class ExpectedPathway
{
    const long PerMille = 1_000;

    readonly PriceBook prices;
    readonly Dictionary<string, Dictionary<ExpectedKey, Version<ExpectedCare>[]>> byFunction;

    public ExpectedPathway(Configuration configuration)
        : this(configuration, new PriceBook(configuration)) { }

    public ExpectedPathway(Configuration configuration, PriceBook prices)
    {
        this.prices = prices;
        byFunction = configuration
            .Expected.GroupBy(e => e.Tfc, StringComparer.Ordinal)
            .ToDictionary(
                tfc => tfc.Key,
                tfc =>
                    tfc.GroupBy(e => new ExpectedKey(e.Pod, e.Provider, e.Priority))
                        .ToDictionary(g => g.Key, g => Versions.EndEarlier(g, e => new EffectivePeriod(e.From, null)).ToArray()),
                StringComparer.Ordinal
            );
    }

    /// <summary>In the order of <see cref="PointsOfDelivery.All"/>; what is not priced is there with null.</summary>
    /// <param name="priority">FHIR code; null where it is not known.</param>
    /// <param name="date">The day whose rows and prices count.</param>
    public IReadOnlyList<ExpectedComponent> Find(string tfc, string? priority, string provider, DateOnly date)
    {
        var components = new List<ExpectedComponent>();
        var rows = byFunction.GetValueOrDefault(tfc);
        foreach (var pod in PointsOfDelivery.All)
        {
            var quantity = rows is null ? null : FindQuantity(rows, pod, priority, provider, date);
            quantity ??= pod == PointsOfDelivery.FirstAttendance ? PerMille : 0;
            if (quantity.Value == 0)
                continue;
            var price = prices.Find(new(provider, tfc, null, pod, date));
            components.Add(new(pod, quantity.Value, price?.Payable.Share(quantity.Value, PerMille), price?.Row));
        }

        return components;
    }

    /// <summary>What the components with a price cost together, and how many have none.</summary>
    public static (Money Payable, int Unpriced) Sum(IReadOnlyList<ExpectedComponent> components) =>
        (
            components.Aggregate(Money.Zero, (sum, component) => sum + (component.Payable ?? Money.Zero)),
            components.Count(c => c.Payable is null)
        );

    static long? FindQuantity(
        Dictionary<ExpectedKey, Version<ExpectedCare>[]> rows,
        string pod,
        string? priority,
        string provider,
        DateOnly date
    )
    {
        ReadOnlySpan<ExpectedKey> keys =
        [
            new(pod, provider, priority),
            new(pod, provider, null),
            new(pod, null, priority),
            new(pod, null, null),
        ];
        foreach (var key in keys)
            if (rows.TryGetValue(key, out var versions) && Versions.Find(versions, date) is { } care)
                return care.QuantityPerMille;
        return null;
    }

    readonly record struct ExpectedKey(string Pod, string? Provider, string? Priority);
}
