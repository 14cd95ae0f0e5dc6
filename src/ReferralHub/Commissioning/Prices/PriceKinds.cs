namespace ReferralHub.Commissioning.Prices;

/// <summary>Where a price comes from, as price lists say it.</summary>
static class PriceKinds
{
    /// <summary>The tariff of the whole country.</summary>
    public const string National = "national";

    /// <summary>Agreed here, with one provider or with all.</summary>
    public const string Local = "local";

    /// <summary>Of a part of care that the price of the whole leaves out, e.g. a scan at an attendance.</summary>
    public const string Unbundled = "unbundled";

    public static readonly IReadOnlyList<string> All = [National, Local, Unbundled];
}
