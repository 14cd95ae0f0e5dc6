using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// Writes the commissioning folder of the made-up area as it was on a day, for the hub to load as it loads any: the same seed and day give
/// the same bytes.
/// </summary>
/// <param name="directory">The directory folder, in which it lies.</param>
sealed class DemoCommissioning(string directory, DemoArea area, DemoDays days, DemoDemand demand)
{
    public const string FolderName = "commissioning";
    const string Plans = "plans.yaml";

    /// <param name="isInHindsight">After prices were published for months that had passed.</param>
    public void Write(DateOnly on, bool isInHindsight = false)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, FolderName)).FullName;
        var years = days.Years.Where(y => on >= DemoDays.FindPlanning(y)).ToList();
        File.WriteAllText(Path.Combine(folder, "area.yaml"), DemoBodies.WriteArea(area, days));
        File.WriteAllText(Path.Combine(folder, "arrangements.yaml"), DemoBodies.WriteArrangements(area, years));
        DemoTariff.Write(folder, years, days.Year, isInHindsight);
        DemoMonths.Write(folder, days.Months);
        DemoPopulation.Write(folder, area, years, on);
        // First without totals, to learn from the steps themselves at what they arrive.
        var none = new Dictionary<string, Money>();
        File.WriteAllText(Path.Combine(folder, Plans), new DemoBudgets(area, days, demand, none).Write(years, on));
        File.WriteAllText(Path.Combine(folder, Plans), new DemoBudgets(area, days, demand, ReadTotals(folder)).Write(years, on));
    }

    static Dictionary<string, Money> ReadTotals(string folder)
    {
        var read = ConfigurationReader.Read(folder);
        var configuration =
            read.Configuration
            ?? throw new InvalidOperationException($"The demonstration wrote arrangements that cannot be read: {read.Faults[0]}.");
        return configuration.PlanSets.ToDictionary(s => s.Id, FindTotal, StringComparer.Ordinal);
    }

    static Money FindTotal(PlanSet set) =>
        PlanSetting.Calculate(set).Steps is [.., var last]
            ? last.After.Values.Concat(last.Pools.Values).Aggregate(Money.Zero, (sum, amount) => sum + amount)
            : Money.Zero;
}
