using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;

namespace ReferralHub.Commissioning.Populations;

/// <summary>
/// Patients of each practice by sex and age, and their weighted need, on any day: the last count that is not later counts.
/// Counts are kept, so that what stood on a list in March is still known in June.
/// </summary>
public sealed class Population
{
    readonly Dictionary<string, Version<PopulationOnDay>[]> counts;
    readonly Dictionary<string, Version<PracticeNeed>[]> needs;

    public Population(Configuration configuration)
    {
        counts = configuration
            .Population.GroupBy(b => b.Practice, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g =>
                    Versions
                        .EndEarlier(
                            g.GroupBy(b => b.AsOf).Select(day => new PopulationOnDay(g.Key, day.Key, [.. day])),
                            count => new EffectivePeriod(count.AsOf, null)
                        )
                        .ToArray(),
                StringComparer.Ordinal
            );
        needs = configuration
            .Need.GroupBy(n => n.Practice, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => Versions.EndEarlier(g, n => new EffectivePeriod(n.From, null)).ToArray(),
                StringComparer.Ordinal
            );
    }

    /// <summary>ODS codes of the practices that were ever counted.</summary>
    public IEnumerable<string> Practices => counts.Keys.Order(StringComparer.Ordinal);

    /// <summary>The last count on or before the day; null where the practice was not counted by then.</summary>
    public PopulationOnDay? Find(string practice, DateOnly day) =>
        counts.TryGetValue(practice, out var versions) ? Versions.Find(versions, day) : null;

    /// <summary>Patients on the list; null where the practice was not counted by then.</summary>
    public long? FindListSize(string practice, DateOnly day) => Find(practice, day)?.ListSize;

    /// <summary>The weighted population in force on the day; null where there is none.</summary>
    public PracticeNeed? FindNeed(string practice, DateOnly day) =>
        needs.TryGetValue(practice, out var versions) ? Versions.Find(versions, day) : null;

    /// <summary>From the count in force on one day to that on a later; null where one of the two is missing.</summary>
    public PopulationGrowth? FindGrowth(string practice, DateOnly from, DateOnly to) =>
        Find(practice, from) is { } before && Find(practice, to) is { } after ? new(before, after) : null;
}
