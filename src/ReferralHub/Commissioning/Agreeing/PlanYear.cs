using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>A holder's line of a plan set in one of its years, as the arrangements have it.</summary>
/// <param name="From">First day of the plan in that year.</param>
/// <param name="Amount">What the steps arrive at for the holder.</param>
/// <param name="DueOn">The day by which it is to be agreed; null where nothing is written about it.</param>
sealed record PlanYear(PlanSet Set, string Holder, DateOnly From, Money Amount, DateOnly? DueOn)
{
    public string Line => new PlanLine(Set, Holder).Id;

    public int YearStarting => FinancialYear.FromDate(From).Starting;

    /// <summary>Whoever gives the money keeps it, and nobody pays into it: there is no second party with whom to agree.</summary>
    public bool IsOwnMoney => IsOwn(Set, Holder);

    public static bool IsOwn(PlanSet set, string holder) => holder == set.Commissioner && set.Contributors.Count == 0;

    /// <summary>Every line in every year of the plan sets that are in force, in the order of the files.</summary>
    public static IEnumerable<PlanYear> List(Configuration configuration) =>
        configuration.PlanSets.Where(s => !s.IsExample).SelectMany(s => List(configuration, s));

    /// <summary>Those of one set; none when its steps do not arrive, with which nothing is ever loaded.</summary>
    public static IEnumerable<PlanYear> List(Configuration configuration, PlanSet set)
    {
        var result = PlanSetting.Calculate(set);
        for (var year = 0; year < set.Period.Years; year++)
        {
            var from = set.Period.From.AddYears(year);
            var due = PlanAgreements.FindDueDate(configuration, set with { Period = new(from, 1) });
            foreach (var (holder, amount) in result.Authority)
                yield return new(set, holder, from, amount, due);
        }
    }
}
