using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Two plan sets that would both pay for some care of the same practices: the first in the files does.</summary>
sealed record PlanOverlap(PlanSet Wins, PlanSet Yields, IReadOnlyList<string> Practices);

/// <summary>Finds which plan sets overlap. What takes the rest overlaps with all before it, by its nature, and is not named.</summary>
static class PlanOverlaps
{
    /// <summary>Pairs found before the search ends.</summary>
    public const int OverlapsMax = 500;

    public static IReadOnlyList<PlanOverlap> Find(Configuration configuration)
    {
        var scopes = configuration.Scopes.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var found = new Dictionary<(string Wins, string Yields), (PlanSet Wins, PlanSet Yields, SortedSet<string>? Practices)>();
        var overlaps = 0;
        foreach (var order in PayingOrder.List(configuration))
            for (var later = 1; later < order.Lines.Count; later++)
            {
                var yields = order.Lines[later];
                if (PayingOrder.TakesAll(yields, scopes))
                    continue;
                for (var earlier = 0; earlier < later && overlaps < OverlapsMax; earlier++)
                {
                    var wins = order.Lines[earlier];
                    var pair = (wins.Set.Id, yields.Set.Id);
                    if (!found.TryGetValue(pair, out var known))
                    {
                        var meets = ScopeMeeting.Meet(
                            (scopes[wins.Set.Scope], wins.Holder == wins.Set.Commissioner),
                            (scopes[yields.Set.Scope], yields.Holder == yields.Set.Commissioner)
                        );
                        known = (wins.Set, yields.Set, meets ? new(StringComparer.Ordinal) : null);
                        found[pair] = known;
                        overlaps += meets ? 1 : 0;
                    }

                    known.Practices?.Add(order.Practice);
                }
            }

        return [.. found.Values.Where(f => f.Practices is not null).Select(f => new PlanOverlap(f.Wins, f.Yields, [.. f.Practices!]))];
    }
}
