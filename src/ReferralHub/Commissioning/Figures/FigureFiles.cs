using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;

namespace ReferralHub.Commissioning.Figures;

/// <summary>
/// The CSV files of a commissioning folder. Money is in whole pence, shares in thousandths or millionths, days as 2026-04-01; each file has
/// all of its columns, and fields marked * may be empty. A file that is absent is an empty one; what is wrong is added to the faults,
/// and the row is left out.
/// </summary>
public static class FigureFiles
{
    /// <summary>list, kind, provider*, tfc*, hrg*, pod, pence, mff, from, to*, source; may have corrects* and correctedBy*.</summary>
    public const string Prices = "prices.csv";

    /// <summary>provider, factorPpm, from, to*, source; may have corrects* and correctedBy*.</summary>
    public const string Factors = "mff.csv";

    /// <summary>tfc, priority*, provider*, pod, quantityPerMille, from, source.</summary>
    public const string Expected = "expected.csv";

    /// <summary>month, flex, freeze, close, packDue*.</summary>
    public const string Calendar = "calendar.csv";

    /// <summary>practice, asOf, sex, ageFrom, ageTo*, patients.</summary>
    public const string Population = "population.csv";

    /// <summary>practice, weightedPopulation, from, source.</summary>
    public const string Need = "need.csv";

    static readonly string[] PriceColumns = ["list", "kind", "provider", "tfc", "hrg", "pod", "pence", "mff", "from", "to", "source"];
    static readonly string[] FactorColumns = ["provider", "factorPpm", "from", "to", "source"];
    static readonly string[] ExpectedColumns = ["tfc", "priority", "provider", "pod", "quantityPerMille", "from", "source"];
    static readonly string[] CalendarColumns = ["month", "flex", "freeze", "close", "packDue"];
    static readonly string[] PopulationColumns = ["practice", "asOf", "sex", "ageFrom", "ageTo", "patients"];
    static readonly string[] NeedColumns = ["practice", "weightedPopulation", "from", "source"];

    public static IReadOnlyList<PriceRow> ReadPrices(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, PriceColumns, MakePrice, null, faults);

    public static IReadOnlyList<PriceRow> ReadPrices(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, PriceColumns, MakePrice, null, faults);

    public static IReadOnlyList<MarketForcesFactor> ReadFactors(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, FactorColumns, MakeFactor, DescribeFactor, faults);

    public static IReadOnlyList<MarketForcesFactor> ReadFactors(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, FactorColumns, MakeFactor, DescribeFactor, faults);

    public static IReadOnlyList<ExpectedCare> ReadExpected(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, ExpectedColumns, MakeExpected, DescribeExpected, faults);

    public static IReadOnlyList<ExpectedCare> ReadExpected(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, ExpectedColumns, MakeExpected, DescribeExpected, faults);

    public static IReadOnlyList<CalendarMonth> ReadCalendar(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, CalendarColumns, MakeMonth, DescribeMonth, faults);

    public static IReadOnlyList<CalendarMonth> ReadCalendar(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, CalendarColumns, MakeMonth, DescribeMonth, faults);

    public static IReadOnlyList<PopulationBand> ReadPopulation(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, PopulationColumns, MakeBand, DescribeBand, faults);

    public static IReadOnlyList<PopulationBand> ReadPopulation(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, PopulationColumns, MakeBand, DescribeBand, faults);

    public static IReadOnlyList<PracticeNeed> ReadNeed(string path, List<ConfigurationFault> faults) =>
        FigureRows.Read(path, NeedColumns, MakeNeed, DescribeNeed, faults);

    public static IReadOnlyList<PracticeNeed> ReadNeed(string name, byte[] bytes, List<ConfigurationFault> faults) =>
        FigureRows.Read(name, bytes, NeedColumns, MakeNeed, DescribeNeed, faults);

    static PriceRow MakePrice(FigureRow row) =>
        new(
            row.Place,
            row.ReadList("list"),
            row.ReadWord("kind", PriceKinds.All),
            row.ReadOptionalOrganisation("provider"),
            row.ReadOptionalTfc("tfc"),
            row.ReadOptionalHrg("hrg"),
            row.ReadPod("pod"),
            row.ReadPence("pence"),
            row.ReadYesOrNo("mff"),
            row.ReadPeriod(),
            row.ReadSource()
        )
        {
            Corrects = row.ReadCorrection(),
        };

    static MarketForcesFactor MakeFactor(FigureRow row) =>
        new(
            row.Place,
            row.ReadOrganisation("provider"),
            row.ReadNumber("factorPpm", "whole millionths, such as 1034512 for 1.034512", 500_000, 2_000_000),
            row.ReadPeriod(),
            row.ReadSource()
        )
        {
            Corrects = row.ReadCorrection(),
        };

    static string DescribeFactor(MarketForcesFactor factor) =>
        FormattableString.Invariant($"the factor of {factor.Provider} from {factor.Period.From:yyyy-MM-dd}");

    static ExpectedCare MakeExpected(FigureRow row) =>
        new(
            row.Place,
            row.ReadTfc("tfc"),
            row.ReadOptionalPriority("priority"),
            row.ReadOptionalOrganisation("provider"),
            row.ReadPod("pod"),
            row.ReadNumber("quantityPerMille", "items for a thousand referrals, such as 1400 for 1.4 each", 0, 1_000_000),
            row.ReadDay("from"),
            row.ReadSource()
        );

    static string DescribeExpected(ExpectedCare care) =>
        $"{care.Pod} of {care.Tfc}, priority {care.Priority ?? "any"}, at {care.Provider ?? "any provider"}, "
        + $"from {FigureDate.Write(care.From)}";

    static CalendarMonth MakeMonth(FigureRow row) =>
        new(
            row.Place,
            row.ReadMonth("month"),
            row.ReadDay("flex"),
            row.ReadDay("freeze"),
            row.ReadDay("close"),
            row.ReadOptionalDay("packDue")
        );

    static string DescribeMonth(CalendarMonth month) => FormattableString.Invariant($"the month {month.Month:yyyy-MM}");

    static PopulationBand MakeBand(FigureRow row)
    {
        const int oldest = 130;
        const string years = "years, such as 65";
        var from = (int)row.ReadNumber("ageFrom", years, 0, oldest);
        var to = (int?)row.ReadOptionalNumber("ageTo", years + ", or nothing for the oldest band", 0, oldest);
        if (to < from && !row.IsRefused)
            row.Refuse($"ageTo is {to}, which lies below ageFrom, {from}");
        return new(
            row.Place,
            row.ReadOrganisation("practice"),
            row.ReadDay("asOf"),
            row.ReadWord("sex", ["female", "male", "unknown"]),
            from,
            to,
            row.ReadNumber("patients", "a whole number of patients", 0, 10_000_000)
        );
    }

    static string DescribeBand(PopulationBand band) =>
        FormattableString.Invariant($"{band.Practice} on {band.AsOf:yyyy-MM-dd}, {band.Sex}, from {band.AgeFrom} years");

    static PracticeNeed MakeNeed(FigureRow row) =>
        new(
            row.Place,
            row.ReadOrganisation("practice"),
            row.ReadNumber("weightedPopulation", "whole weighted patients", 1, 100_000_000),
            row.ReadDay("from"),
            row.ReadSource()
        );

    static string DescribeNeed(PracticeNeed need) =>
        FormattableString.Invariant($"the need of {need.Practice} from {need.From:yyyy-MM-dd}");
}
