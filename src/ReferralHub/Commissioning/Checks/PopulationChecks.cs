using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Bands of age that count patients twice or leave some out, and counts that are old.</summary>
static class PopulationChecks
{
    /// <summary>Lists are published each quarter, some days after it.</summary>
    const int CountDaysMax = 100;

    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today) =>
        [.. FindWrongBands(configuration.Population), .. FindOldCounts(configuration.Population, today)];

    static IEnumerable<ConfigurationFault> FindWrongBands(IReadOnlyList<PopulationBand> bands)
    {
        foreach (var count in bands.GroupBy(b => (b.Practice, b.AsOf, b.Sex)))
        {
            PopulationBand? below = null;
            foreach (var band in count.OrderBy(b => b.AgeFrom))
            {
                if (below is not null && !(below.AgeTo < band.AgeFrom))
                    yield return Describe(true, band, $"the band from {band.AgeFrom} years and that on line {below.Place.Line} overlap");
                else if (below is not null && below.AgeTo + 1 < band.AgeFrom)
                    yield return Describe(
                        false,
                        band,
                        $"no band has the ages from {below.AgeTo + 1} to {band.AgeFrom - 1}; is a row missing?"
                    );
                below = band;
            }
        }
    }

    static ConfigurationFault Describe(bool isError, PopulationBand band, string text) =>
        new(isError, band.Place, FormattableString.Invariant($"{band.Practice} {band.AsOf:yyyy-MM-dd} {band.Sex}"), text);

    /// <summary>Practices whose last count is old, together where it is of one day.</summary>
    static IEnumerable<ConfigurationFault> FindOldCounts(IReadOnlyList<PopulationBand> bands, DateOnly today) =>
        bands
            .Where(b => b.AsOf <= today)
            .GroupBy(b => b.Practice, StringComparer.Ordinal)
            .Select(practice => practice.MaxBy(b => b.AsOf)!)
            .Where(last => today.DayNumber - last.AsOf.DayNumber > CountDaysMax)
            .GroupBy(last => last.AsOf)
            .OrderBy(day => day.Key)
            .Select(day => new ConfigurationFault(
                false,
                day.First().Place,
                null,
                $"the last count of {Practices([.. day])} is of {FigureDate.Write(day.Key)}, "
                    + $"{today.DayNumber - day.Key.DayNumber} days ago; load a newer one"
            ));

    static string Practices(IReadOnlyList<PopulationBand> last) =>
        last.Count == 1 ? last[0].Practice : FormattableString.Invariant($"{last.Count} practices");
}
