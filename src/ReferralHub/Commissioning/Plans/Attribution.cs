using System.Collections.Concurrent;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Plans;

/// <summary>
/// Which line of which plan pays for an item of care. The same facts always give the same line, whatever was asked before; threads may
/// ask at once.
/// <list type="bullet">
/// <item>Of the plan sets that would pay, the first in the order of the files does.</item>
/// <item>Within a set it is the holder nearest to the practice: the practice itself, else the body it belongs to, and so on
/// (<see cref="Memberships.FindAbove"/>); of two equally near, the first in the file.</item>
/// <item>What counts is the day in the facts: who belonged to whom then, and which plans ran. Later changes move nothing.</item>
/// <item>Specialised care is paid by a plan whose scope asks for it, or by whoever commissions for all; never by a holder whose scope
/// merely fails to exclude it.</item>
/// <item>Example sets pay for nothing.</item>
/// </list>
/// </summary>
public sealed class Attribution
{
    readonly Memberships memberships;
    readonly DateOnly[] changes;
    readonly IReadOnlyList<PlanSet> sets;
    readonly Dictionary<string, CommissioningScope> scopes = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<(int Set, int Place)>> byHolder = new(StringComparer.Ordinal);

    /// <summary>
    /// What was found for a practice between two changes. Only practices that the configuration knows are kept, so that unknown codes
    /// in a file of activity cannot fill the memory.
    /// </summary>
    readonly ConcurrentDictionary<(string Practice, int Change), Payer[]> found = new();

    public Attribution(Configuration configuration)
        : this(configuration, new Memberships(configuration)) { }

    public Attribution(Configuration configuration, Memberships memberships)
    {
        this.memberships = memberships;
        foreach (var scope in configuration.Scopes)
            scopes.TryAdd(scope.Id, scope);
        sets = [.. configuration.PlanSets.Where(s => !s.IsExample && scopes.ContainsKey(s.Scope))];
        for (var set = 0; set < sets.Count; set++)
        for (var place = 0; place < sets[set].Holders.Count; place++)
        {
            if (!byHolder.TryGetValue(sets[set].Holders[place], out var held))
                byHolder[sets[set].Holders[place]] = held = [];
            held.Add((set, place));
        }

        var ofPlans = sets.SelectMany(s => new[] { s.Period.From, s.Period.To.AddDays(1) });
        changes = [.. memberships.FindChanges().Concat(ofPlans).Distinct().Order()];
    }

    /// <summary>For how many practices, each between two changes, what was found is kept.</summary>
    internal int KeptCount => found.Count;

    /// <summary>The line that pays; null where no plan covers the care.</summary>
    public PlanLine? Find(ActivityFacts facts)
    {
        foreach (var payer in FindPayers(facts.Practice, facts.Date))
            if (payer.Pays(facts))
                return payer.Line;
        return null;
    }

    /// <summary>Every line that pays for some care of a practice on a day, in the order in which they are tried.</summary>
    public IReadOnlyList<PlanLine> FindLines(string practice, DateOnly day) => [.. FindPayers(practice, day).Select(p => p.Line)];

    Payer[] FindPayers(string practice, DateOnly day)
    {
        if (!byHolder.ContainsKey(practice) && !memberships.Knows(practice))
            return [];
        var change = Array.BinarySearch(changes, day);
        var key = (practice, change < 0 ? ~change - 1 : change);
        return found.TryGetValue(key, out var payers) ? payers : found.GetOrAdd(key, ListPayers(practice, day));
    }

    Payer[] ListPayers(string practice, DateOnly day)
    {
        var nearest = new SortedDictionary<int, (int Distance, int Place)>();
        foreach (var above in memberships.FindAbove(practice, day))
        foreach (var (set, place) in byHolder.GetValueOrDefault(above.Id) ?? [])
            if (
                sets[set].Period.Covers(day)
                && (!nearest.TryGetValue(set, out var best) || (above.Distance, place).CompareTo((best.Distance, best.Place)) < 0)
            )
                nearest[set] = (above.Distance, place);
        return [.. nearest.Select(n => new Payer(new(sets[n.Key], sets[n.Key].Holders[n.Value.Place]), scopes[sets[n.Key].Scope]))];
    }

    sealed record Payer(PlanLine Line, CommissioningScope Scope)
    {
        readonly bool commissionsForAll = Line.Holder == Line.Set.Commissioner;

        public bool Pays(ActivityFacts facts) =>
            Scope.Covers(facts)
            && (!facts.IsSpecialised || commissionsForAll || Scope.Include.Any(p => p.Specialised == true && p.Covers(facts)));
    }
}
