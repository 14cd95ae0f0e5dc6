using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>The market forces factors of providers: by how much care costs more where wages and land do.</summary>
static class MarketForces
{
    /// <summary>By provider and day; a factor that begins later ends the earlier one.</summary>
    public static Dictionary<string, Version<MarketForcesFactor>[]> Sort(IEnumerable<MarketForcesFactor> factors) =>
        factors
            .GroupBy(f => f.Provider, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Versions.EndEarlier(g, f => f.Period).ToArray(), StringComparer.Ordinal);

    /// <summary>Pairs of one provider that begin on one day.</summary>
    public static IEnumerable<(MarketForcesFactor First, MarketForcesFactor Second, DateOnly Day)> FindAmbiguities(
        IEnumerable<MarketForcesFactor> factors
    ) => Sort(factors).Values.SelectMany(v => Versions.FindOverlaps(v));
}
