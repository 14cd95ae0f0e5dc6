using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Care that a referral is expected to lead to, and that has no price; once for each function and point of delivery.</summary>
static class ExpectedChecks
{
    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today)
    {
        var priced = new PricedDays(configuration.Prices);
        return configuration
            .Expected.Where(care => care.QuantityPerMille > 0)
            .Where(care => !priced.Has(care.Provider, care.Tfc, care.Pod, care.From < today ? today : care.From))
            .DistinctBy(care => (care.Tfc, care.Pod, care.Provider))
            .Select(care => new ConfigurationFault(
                false,
                care.Place,
                $"{care.Tfc} {care.Pod}",
                $"{care.Pod} is expected in {care.Tfc}{At(care)} and has no price; it will be counted as unpriced"
            ));
    }

    static string At(ExpectedCare care) => care.Provider is null ? "" : $" at {care.Provider}";

    /// <summary>
    /// On which days there is a price that a referral can be expected to cost. Before the care its HRG is not known, so prices that
    /// hang on one are left out.
    /// </summary>
    sealed class PricedDays(IReadOnlyList<PriceRow> prices)
    {
        readonly Dictionary<(string? Provider, string? Tfc, string Pod), Version<PriceRow>[]> byProvider = Unite(
            prices,
            k => (k.Provider, k.Tfc, k.Pod)
        );
        readonly Dictionary<(string? Tfc, string Pod), Version<PriceRow>[]> anywhere = Unite(prices, k => (k.Tfc, k.Pod));

        /// <param name="provider">Null where a price at any provider will do.</param>
        public bool Has(string? provider, string tfc, string pod, DateOnly day) =>
            provider is null
                ? Covers(anywhere, (tfc, pod), day) || Covers(anywhere, (null, pod), day)
                : Covers(byProvider, (provider, tfc, pod), day)
                    || Covers(byProvider, (provider, null, pod), day)
                    || Covers(byProvider, (null, tfc, pod), day)
                    || Covers(byProvider, (null, null, pod), day);

        static bool Covers<TKey>(Dictionary<TKey, Version<PriceRow>[]> days, TKey key, DateOnly day)
            where TKey : notnull => days.TryGetValue(key, out var united) && Versions.Find(united, day) is not null;

        static Dictionary<TKey, Version<PriceRow>[]> Unite<TKey>(IReadOnlyList<PriceRow> prices, Func<PriceKey, TKey> key)
            where TKey : notnull =>
            PriceSeries
                .Group(prices)
                .Where(s => s.Key.Hrg is null)
                .SelectMany(s => s.Value.InForce.Select(v => (Key: key(s.Key), Version: v)))
                .GroupBy(p => p.Key)
                .ToDictionary(g => g.Key, g => Versions.Unite(g.Select(p => p.Version)));
    }
}
