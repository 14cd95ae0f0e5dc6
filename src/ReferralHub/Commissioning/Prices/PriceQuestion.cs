using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Prices;

/// <summary>What one item of care cost, or will cost.</summary>
/// <param name="Provider">ODS code.</param>
/// <param name="Tfc">Treatment function code.</param>
/// <param name="Hrg">Null where it is not known, as before the care; then no price that hangs on it is found.</param>
/// <param name="Pod">A code of <see cref="PointsOfDelivery"/>.</param>
/// <param name="Date">The day of the care.</param>
public sealed record PriceQuestion(string Provider, string Tfc, string? Hrg, string Pod, DateOnly Date)
{
    /// <summary>
    /// By which prices the plan is charged. At national prices, a local one counts only where there is no national;
    /// otherwise, and where this is null, the most specific counts, whoever set it.
    /// </summary>
    public PriceBasis? Basis { get; init; }
}

/// <summary>A price that was found.</summary>
/// <param name="Factor">Null where the price is not scaled, or the provider has no factor on that day.</param>
/// <param name="Payable">The price with the factor.</param>
public sealed record PriceFound(PriceRow Row, MarketForcesFactor? Factor, Money Payable);

/// <summary>Two prices for one thing on one day, so that neither counts.</summary>
/// <param name="Day">The first on which both are in force.</param>
public sealed record PriceAmbiguity(PriceRow First, PriceRow Second, DateOnly Day);
