using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>What should have been done by now: months to be closed, plans to be agreed.</summary>
static class LateThings
{
    /// <summary>Beyond it a list is a sign that nobody looks; what is left out is counted.</summary>
    const int NamesMax = 3;

    /// <param name="lines">Those that the reader may read.</param>
    /// <param name="standings">By line; lines of which nothing was said are missing.</param>
    public static IReadOnlyList<ToDo> List(
        MonthFacts months,
        Configuration configuration,
        IReadOnlyList<HeldLine> lines,
        IReadOnlyDictionary<string, PlanStanding> standings
    ) => [.. ListMonths(months), .. ListPlans(months.Today, configuration, lines, standings)];

    static IEnumerable<ToDo> ListMonths(MonthFacts months)
    {
        var late = months.FindLate().OrderBy(l => l.Month).ToList();
        foreach (var (month, since) in late.Take(NamesMax))
            yield return new(
                $"{month.MonthInWords} could have been closed since {since.DayInWords}.",
                $"/commissioning/months?month={month.MonthCode}"
            );
        if (late.Count > NamesMax)
            yield return new($"So could {late.Count - NamesMax} later months.", "/commissioning/months");
    }

    static IEnumerable<ToDo> ListPlans(
        DateOnly today,
        Configuration configuration,
        IReadOnlyList<HeldLine> lines,
        IReadOnlyDictionary<string, PlanStanding> standings
    )
    {
        foreach (var set in lines.GroupBy(l => l.Line.Set.Id, StringComparer.Ordinal))
        {
            var first = set.First();
            var due = FindDueDate(configuration, first.Line.Set, FinancialYear.FromDate(today));
            var open = set.Where(l => standings.GetValueOrDefault(l.Id)?.AgreedOn is null).ToList();
            if (due < today && open.Count > 0)
                yield return new(
                    $"Budgets for “{first.ScopeWords}” were to be agreed by {due.DayInWords}: {Name(open)} "
                        + $"{(open.Count == 1 ? "has" : "have")} no agreed budget.",
                    null
                );
        }
    }

    /// <summary>What is written of it for this year of the plan, else the day on which the year of the plan begins.</summary>
    static DateOnly FindDueDate(Configuration configuration, PlanSet set, FinancialYear year)
    {
        var from = set.Period.From.AddYears(Math.Max(0, year.Starting - FinancialYear.FromDate(set.Period.From).Starting));
        return PlanAgreements.FindDueDate(configuration, set with { Period = new(from, 1) }) ?? from;
    }

    static string Name(List<HeldLine> lines) =>
        lines.Count <= NamesMax
            ? string.Join(", ", lines.Select(l => l.HolderName))
            : $"{lines[0].HolderName} and {lines.Count - 1} others";
}
