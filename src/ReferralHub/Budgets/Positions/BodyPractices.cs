using System.Runtime.CompilerServices;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Budgets.Positions;

/// <summary>Which practices lie below each body on a day.</summary>
sealed class BodyPractices
{
    static readonly ConditionalWeakTable<Configuration, BodyPractices> Known = [];
    readonly DateOnly day;
    readonly Dictionary<string, string> odsCodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> below = new(StringComparer.Ordinal);

    BodyPractices(Configuration configuration, DateOnly day)
    {
        this.day = day;
        var memberships = new Memberships(configuration);
        var bodies = configuration.Bodies.Where(b => b.Period.Covers(day)).ToList();
        foreach (var body in bodies)
            if (body.Ods is { } ods)
                odsCodes[body.Id] = ods;
        var above = bodies.Select(b => b.Id).Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => FindAbove(memberships, id, day));
        var parents = above.Values.SelectMany(a => a).ToHashSet(StringComparer.Ordinal);
        // Where patients are counted, whoever has none on its list is no practice: a provider hides no line from who commissions of it.
        var lists = configuration.Population.Select(p => p.Practice).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var practices = above.Where(a => !parents.Contains(a.Key) && (lists.Count == 0 || lists.Contains(FindCode(a.Key))));
        foreach (var (id, over) in practices)
        foreach (var body in over)
        {
            if (!below.TryGetValue(body, out var leaves))
                below[body] = leaves = new(StringComparer.Ordinal);
            leaves.Add(id);
        }
    }

    /// <summary>Worked out once for a load of the arrangements and a day: a page asks for every line.</summary>
    public static BodyPractices GetOrCreate(Configuration configuration, DateOnly day)
    {
        if (Known.TryGetValue(configuration, out var known) && known.day == day)
            return known;
        var made = new BodyPractices(configuration, day);
        Known.AddOrUpdate(configuration, made);
        return made;
    }

    /// <summary>ODS code of a body, or its id where it has none.</summary>
    public string FindCode(string id) => odsCodes.GetValueOrDefault(id, id);

    /// <summary>Ids of the practices below a body; null where there are none.</summary>
    public IReadOnlyCollection<string>? FindBelow(string body) => below.GetValueOrDefault(body);

    static List<string> FindAbove(Memberships memberships, string id, DateOnly day) =>
        [.. memberships.FindAbove(id, day).Select(a => a.Id).Where(a => a != id)];
}
