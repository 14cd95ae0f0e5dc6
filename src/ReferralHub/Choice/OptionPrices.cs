using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Choice;

/// <summary>
/// Puts a price beside options whose order is settled: that of a first attendance at the provider on the day of the offer, from the
/// price lists of the commissioning arrangements. Where there are no lists, the directory's own price stays.
/// </summary>
public sealed class OptionPrices(PricesInForce prices)
{
    /// <summary>What no practice has as its code: no plan is found for it, so that the most specific price counts.</summary>
    const string NoPractice = "";

    /// <summary>Takes up prices that were loaded since; asked once for many referrals.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => prices.RefreshAsync(cancellationToken);

    /// <summary>The decision with what its options cost; an option without a price in the lists has none.</summary>
    /// <param name="on">The day of the offer.</param>
    public ChoiceDecision Price(ChoiceDecision decision, ReferralJourney journey, DateOnly on)
    {
        if (journey.Specialty is not { } specialty || !prices.HasAny)
            return decision;
        var care = new ActivityFacts(
            WorkingDays.LocalDate(journey.Received),
            journey.Practice ?? NoPractice,
            ActivitySource.Gp,
            specialty,
            PointsOfDelivery.FirstAttendance
        );
        return decision switch
        {
            ChoiceDecision.Offer offer => offer with { Options = [.. offer.Options.Select(o => Price(o, care, on))] },
            ChoiceDecision.Direct direct => direct with { Option = Price(direct.Option, care, on) },
            _ => decision,
        };
    }

    OfferedOption Price(OfferedOption option, ActivityFacts care, DateOnly on)
    {
        var found = prices.Find(care, option.Provider, on);
        return option with { PricePence = found?.Payable.Pence, PriceVersion = found?.Row.Version };
    }
}
