using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>
/// What is wrong with rows that could all be read: names that nothing has, totals that are missed, prices that contradict each other.
/// Errors do not depend on the day, so what was accepted once is accepted for good; warnings may.
/// </summary>
static class ConfigurationChecks
{
    /// <summary>In the order of the files; what has no place comes last.</summary>
    public static IReadOnlyList<ConfigurationFault> Check(Configuration configuration, DateOnly today) =>
        RowChecks
            .Check(configuration, today)
            .Concat(PlanChecks.Check(configuration, today))
            .Concat(FigureChecks.Check(configuration, today))
            .OrderBy(f => f.Place is null)
            .ThenBy(f => f.Place?.File ?? "", StringComparer.Ordinal)
            .ThenBy(f => f.Place?.Line ?? 0)
            .ToList()
            .MakeReadable();
}
