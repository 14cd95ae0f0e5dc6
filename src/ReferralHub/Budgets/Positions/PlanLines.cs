using ReferralHub.Budgets.Books;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>A line of a plan as it counts on a day.</summary>
/// <param name="Id">Of the line.</param>
/// <param name="EndedIn">The last financial year of its plan; null while the plan runs in the day's year.</param>
/// <param name="Before">
/// The line of the same holder for the same care that ended on the day before this one began: what was chosen there of late tells how many
/// choices are to come. Null where there is none.
/// </param>
public sealed record LineOfDay(string Id, string Holder, FinancialYear? EndedIn, string? Before);

/// <summary>Which lines of plans there are on a day: those of its year, and those that ended before it and may have care to come.</summary>
public static class PlanLines
{
    /// <summary>What nobody reported is given up after a year: no plan has anything open when it has been over for longer.</summary>
    const int YearsAfter = 2;

    /// <summary>In the order of the files; a plan that has ended is among them for two years. Examples are not.</summary>
    public static IEnumerable<(PlanSet Set, LineOfDay Line)> List(Configuration configuration, DateOnly day)
    {
        var year = FinancialYear.FromDate(day);
        var sets = configuration.PlanSets.Where(s => !s.IsExample && s.Period.From <= year.End).ToList();
        var before = new Dictionary<(string Holder, string Scope, DateOnly Last), string>();
        foreach (var set in sets)
        foreach (var holder in set.Holders)
            before.TryAdd((holder, set.Scope, set.Period.To), BookLines.FindId(set.Id, holder));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            var endedIn = set.Period.To < year.Start ? FinancialYear.FromDate(set.Period.To) : (FinancialYear?)null;
            if (endedIn is { } last && last.Starting < year.Starting - YearsAfter)
                continue;
            foreach (var holder in set.Holders)
                if (BookLines.FindId(set.Id, holder) is var id && seen.Add(id))
                    yield return (
                        set,
                        new(id, holder, endedIn, before.GetValueOrDefault((holder, set.Scope, set.Period.From.AddDays(-1))))
                    );
        }
    }
}
