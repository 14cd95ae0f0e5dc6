using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>The CSV files of a folder: which there may be, and what each adds to the configuration.</summary>
static class FigureTexts
{
    static readonly Dictionary<string, Func<Configuration, ConfigurationFile, List<ConfigurationFault>, Configuration>> Readers = new(
        StringComparer.Ordinal
    )
    {
        [FigureFiles.Prices] = (c, f, faults) => c with { Prices = FigureFiles.ReadPrices(f.Name, f.Bytes, faults) },
        [FigureFiles.Factors] = (c, f, faults) => c with { Factors = FigureFiles.ReadFactors(f.Name, f.Bytes, faults) },
        [FigureFiles.Expected] = (c, f, faults) => c with { Expected = FigureFiles.ReadExpected(f.Name, f.Bytes, faults) },
        [FigureFiles.Calendar] = (c, f, faults) => c with { Calendar = FigureFiles.ReadCalendar(f.Name, f.Bytes, faults) },
        [FigureFiles.Population] = (c, f, faults) => c with { Population = FigureFiles.ReadPopulation(f.Name, f.Bytes, faults) },
        [FigureFiles.Need] = (c, f, faults) => c with { Need = FigureFiles.ReadNeed(f.Name, f.Bytes, faults) },
    };

    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>The configuration with the figures of those files that are there.</summary>
    public static Configuration Read(
        IReadOnlyList<ConfigurationFile> files,
        Configuration configuration,
        List<ConfigurationFault> faults
    ) =>
        files.Aggregate(
            configuration,
            (before, file) => Readers.TryGetValue(file.Name, out var read) ? read(before, file, faults) : before
        );
}
