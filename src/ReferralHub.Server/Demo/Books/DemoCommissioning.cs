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

    /// <summary>In thousandths, how far the locality goes to shares by need, and the most anybody moves: the first that agree.</summary>
    static readonly (int Weight, int Limit)[] Sharings =
    [
        (300, 20),
        (200, 20),
        (100, 20),
        (50, 20),
        (20, 20),
        (10, 20),
        (10, 50),
        (10, 100),
        (10, 1_000),
    ];

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
        File.WriteAllText(Path.Combine(folder, Plans), FindBudgets(folder, years, on).Write(years, on));
    }

    /// <summary>
    /// First without totals, to learn from the steps themselves at what they arrive. With a few referrals one practice may have nearly all
    /// of them, and then the others cannot take within two per cent what it gives away.
    /// </summary>
    DemoBudgets FindBudgets(string folder, IReadOnlyList<FinancialYear> years, DateOnly on)
    {
        foreach (var (weight, limit) in Sharings)
        {
            DemoBudgets Create(Dictionary<string, Money> totals) =>
                new(area, days, demand, totals) { WeightPerMille = weight, LimitPerMille = limit };
            File.WriteAllText(Path.Combine(folder, Plans), Create([]).Write(years, on));
            var sets = ReadPlanSets(folder);
            if (sets.All(s => PlanSetting.Calculate(s).Left == Money.Zero))
                return Create(sets.ToDictionary(s => s.Id, FindTotal, StringComparer.Ordinal));
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
