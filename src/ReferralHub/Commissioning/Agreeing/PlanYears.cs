using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Which year of a plan, and which lines, are meant today.</summary>
static class PlanYears
{
    /// <summary>The years of a plan, by the calendar year in which each begins.</summary>
    public static IEnumerable<int> List(PlanSet set) =>
        Enumerable.Range(0, set.Period.Years).Select(i => FinancialYear.FromDate(set.Period.From.AddYears(i)).Starting);

    /// <summary>The year of the plan that runs today; its first before it begins, its last when it is over.</summary>
    public static int Choose(PlanSet set, DateOnly today)
    {
        var years = 0;
        while (years < set.Period.Years - 1 && set.Period.From.AddYears(years + 1) <= today)
            years++;
        return FinancialYear.FromDate(set.Period.From.AddYears(years)).Starting;
    }

    /// <summary>
    /// The lines that pay for a practice's care, each by its plan's own days: those that run today first, in the order in which they pay,
    /// then those to come, then those that are over.
    /// </summary>
    public static IReadOnlyList<PlanLine> FindLines(
        Configuration configuration,
        Attribution attribution,
        string practice,
        DateOnly today
    ) =>
        [
            .. configuration
                .PlanSets.Where(s => !s.IsExample)
                .Select(s => attribution.FindLines(practice, FindNearestDay(s, today)).FirstOrDefault(l => l.Set.Id == s.Id))
                .OfType<PlanLine>()
                .OrderBy(l =>
                    l.Set.Period.Covers(today) ? 0
                    : l.Set.Period.From > today ? 1
                    : 2
                ),
        ];

    static DateOnly FindNearestDay(PlanSet set, DateOnly today) =>
        today < set.Period.From ? set.Period.From
        : today > set.Period.To ? set.Period.To
        : today;
}
