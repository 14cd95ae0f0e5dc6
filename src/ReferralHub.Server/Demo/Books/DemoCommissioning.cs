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
    static readonly int[] Limits = [20, 50, 100, 200, 500, 1_000];

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
        var (limit, totals) = FindTotals(folder, years, on);
        File.WriteAllText(
            Path.Combine(folder, Plans),
            new DemoBudgets(area, days, demand, totals) { LimitPerMille = limit }.Write(years, on)
        );
    }

    /// <summary>
    /// First without totals, to learn from the steps themselves at what they arrive. With a few referrals one practice may have nearly all
    /// of them, and then the others cannot take within two per cent what it gives away.
    /// </summary>
    (int LimitPerMille, Dictionary<string, Money> Totals) FindTotals(string folder, IReadOnlyList<FinancialYear> years, DateOnly on)
    {
        foreach (var limit in Limits)
        {
            var budgets = new DemoBudgets(area, days, demand, new Dictionary<string, Money>()) { LimitPerMille = limit };
            File.WriteAllText(Path.Combine(folder, Plans), budgets.Write(years, on));
            var sets = ReadPlanSets(folder);
            if (sets.All(s => PlanSetting.Calculate(s).Left == Money.Zero))
                return (limit, sets.ToDictionary(s => s.Id, FindTotal, StringComparer.Ordinal));
        }

        throw new InvalidOperationException("The demonstration's locality cannot share its money within any limit.");
    }

    static IReadOnlyList<PlanSet> ReadPlanSets(string folder)
    {
        var read = ConfigurationReader.Read(folder);
        return read.Configuration?.PlanSets
            ?? throw new InvalidOperationException($"The demonstration wrote arrangements that cannot be read: {read.Faults[0]}.");
    }

    static Money FindTotal(PlanSet set) =>
        PlanSetting.Calculate(set).Steps is [.., var last]
            ? last.After.Values.Concat(last.Pools.Values).Aggregate(Money.Zero, (sum, amount) => sum + amount)
            : Money.Zero;
}
