using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books;

/// <summary>What one load of the arrangements says of money: prices, expected care, and which line pays. Built once.</summary>
sealed class ReadArrangements
{
    /// <summary>Of a hub without price lists of its own; the price is the one that the patient's choice was made with.</summary>
    public const string DirectoryPrices = "directory";

    public static readonly ReadArrangements None = new(Configuration.Empty);

    readonly bool hasPrices;
    readonly PriceBook prices;
    readonly ExpectedPathway pathway;
    readonly Attribution attribution;

    public ReadArrangements(Configuration configuration)
    {
        hasPrices = configuration.Prices.Count > 0;
        prices = new(configuration);
        pathway = new(configuration, prices);
        attribution = new(configuration);
        Configuration = configuration;
    }

    public Configuration Configuration { get; }

    /// <summary>What a choice is expected to lead to, with what it costs on the day of the choice and who pays for it.</summary>
    /// <param name="received">The day the referral was received: by it the line is found, so that nobody's choice moves it.</param>
    /// <param name="waitDays">To the first attendance, as the option said.</param>
    /// <param name="own">The price that stood beside the option; counts only where there are no price lists.</param>
    public IReadOnlyList<PricedComponent> FindComponents(
        CareKey care,
        string? priority,
        DateOnly on,
        DateOnly received,
        Money? own,
        int? waitDays
    )
    {
        var components = new List<PricedComponent>();
        foreach (var part in pathway.Find(care.Tfc, priority, care.Provider, on))
        {
            var line = Attribute(care, part.Pod, received);
            // When later attendances are nobody can say beforehand, so they are never estimated.
            DateOnly? expected = part.Pod == PointsOfDelivery.FirstAttendance && waitDays is { } wait ? on.AddDays(wait) : null;
            var (price, version) = FindPrice(care, part.Pod, on, line?.Set.Prices, own);
            components.Add(new(line?.Id ?? BookLines.Unattributed, part.Pod, part.QuantityPerMille, price, version, expected));
        }

        return components;
    }

    /// <summary>Id of the line that pays for care of a referral.</summary>
    /// <param name="received">The day the referral was received.</param>
    public string FindLine(CareKey care, string pod, DateOnly received) => Attribute(care, pod, received)?.Id ?? BookLines.Unattributed;

    /// <summary>What one item costs at a line's prices; null where it has none.</summary>
    public PriceFound? FindPrice(CareKey care, string pod, DateOnly on, string line) =>
        prices.Find(new(care.Provider, care.Tfc, null, pod, on) { Basis = FindBasis(line) });

    PlanLine? Attribute(CareKey care, string pod, DateOnly received) =>
        attribution.Find(new(received, care.Practice, care.Source, care.Tfc, pod));

    (Money? Price, string? Version) FindPrice(CareKey care, string pod, DateOnly on, PriceBasis? basis, Money? own)
    {
        if (!hasPrices)
            return pod == PointsOfDelivery.FirstAttendance && own is not null ? (own, DirectoryPrices) : (null, null);
        return prices.Find(new(care.Provider, care.Tfc, null, pod, on) { Basis = basis }) is { } found
            ? (found.Payable, found.Row.Version)
            : (null, null);
    }

    PriceBasis? FindBasis(string line) =>
        Configuration.PlanSets.FirstOrDefault(s => line.StartsWith(s.Id + "/", StringComparison.Ordinal))?.Prices;
}
