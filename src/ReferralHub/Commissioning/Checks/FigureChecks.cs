using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>What is wrong with prices, factors, expected care, calendar and population.</summary>
static class FigureChecks
{
    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today) =>
        [
            .. PriceChecks.Check(configuration, today),
            .. ExpectedChecks.Check(configuration, today),
            .. CalendarChecks.Check(configuration),
            .. PopulationChecks.Check(configuration, today),
        ];
}
