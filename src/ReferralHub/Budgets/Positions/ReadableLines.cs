using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Platform.Access;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// Whose lines a reader may see. The centre sees all. A practice sees those that it holds itself: what its locality has is also what others
/// have. A commissioner, or a reader registered for figures, sees those of its practices, and those of a body of which every practice is
/// one of its own.
/// </summary>
sealed class ReadableLines
{
    readonly AccessScope scope;
    readonly Dictionary<string, string> odsCodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> below = new(StringComparer.Ordinal);

    /// <param name="day">Whose bodies belonged to whom counts on this day.</param>
    public ReadableLines(Configuration configuration, AccessScope scope, DateOnly day)
    {
        this.scope = scope;
        if (scope.Kind != ScopeKind.Figures)
            return;
        var memberships = new Memberships(configuration);
        var bodies = configuration.Bodies.Where(b => b.Period.Covers(day)).ToList();
        foreach (var body in bodies)
            if (body.Ods is { } ods)
                odsCodes[body.Id] = ods;
        var above = bodies.Select(b => b.Id).Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => FindAbove(memberships, id, day));
        var parents = above.Values.SelectMany(a => a).ToHashSet(StringComparer.Ordinal);
        // Where patients are counted, whoever has none on its list is no practice: a provider hides no line from who commissions of it.
        var lists = configuration.Population.Select(p => p.Practice).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var practices = above.Where(a =>
            !parents.Contains(a.Key) && (lists.Count == 0 || lists.Contains(odsCodes.GetValueOrDefault(a.Key, a.Key)))
        );
        foreach (var (id, over) in practices)
        foreach (var body in over)
        {
            if (!below.TryGetValue(body, out var leaves))
                below[body] = leaves = new(StringComparer.Ordinal);
            leaves.Add(id);
        }
    }

    /// <param name="holder">Id of a body, or ODS code of a practice.</param>
    public bool Includes(string holder) =>
        scope.IsAll
        || (
            scope.Kind is ScopeKind.Practices or ScopeKind.Figures
            && holder.Length > 0
            && (IsOwn(holder) || (below.TryGetValue(holder, out var leaves) && leaves.All(IsOwn)))
        );

    bool IsOwn(string id) => scope.Practices.Contains(odsCodes.GetValueOrDefault(id, id), StringComparer.OrdinalIgnoreCase);

    static List<string> FindAbove(Memberships memberships, string id, DateOnly day) =>
        [.. memberships.FindAbove(id, day).Select(a => a.Id).Where(a => a != id)];
}
