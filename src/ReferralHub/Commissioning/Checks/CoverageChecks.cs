using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>
/// Whether somebody pays for all care: behind each plan set that takes a part of it there must be one that takes the rest, because of
/// several that would pay the first does.
/// </summary>
static class CoverageChecks
{
    const int PracticesShown = 3;

    public static void Check(Configuration configuration, List<ConfigurationFault> faults)
    {
        var scopes = configuration.Scopes.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Dictionary<string, (List<string> Practices, string? Before)>(StringComparer.Ordinal);
        foreach (var order in PayingOrder.List(configuration))
        {
            var takesAll = order.Lines.Select(l => PayingOrder.TakesAll(l, scopes)).ToList();
            var (firstAll, lastAll) = (takesAll.IndexOf(true), takesAll.LastIndexOf(true));
            for (var i = 0; i < order.Lines.Count; i++)
            {
                var set = order.Lines[i].Set;
                reached.Add(set.Id);
                if (set.Period.From != order.Day || i <= lastAll)
                    continue;
                if (!open.TryGetValue(set.Id, out var found))
                    open[set.Id] = found = ([], firstAll < 0 ? null : order.Lines[firstAll].Set.Id);
                found.Practices.Add(order.Practice);
            }
        }

        foreach (var set in configuration.PlanSets.Where(s => !s.IsExample))
            if (open.TryGetValue(set.Id, out var found))
                faults.AddError(set.Place, set.Id, Describe(set, found.Practices, found.Before));
            else if (!reached.Contains(set.Id) && set.Money != MoneyMode.Personal)
                faults.AddWarning(
                    set.Place,
                    set.Id,
                    "no practice belongs to a holder of this plan set or to its commissioner, so it pays for nothing; "
                        + "add the members or reportsTo that are missing"
                );
    }

    static string Describe(PlanSet set, List<string> practices, string? before)
    {
        var whose = string.Join(", ", practices.Take(PracticesShown));
        var more = practices.Count > PracticesShown ? $" and {practices.Count - PracticesShown} more" : "";
        var why = $"for what {set.Scope} leaves out of the care of {whose}{more} no plan set stands behind this one";
        return before is null
            ? $"{why}; add one, held by its commissioner, whose scope includes everything (sources: [any])"
            : $"{why}; {before} takes everything but stands before it: move it behind";
    }
}
