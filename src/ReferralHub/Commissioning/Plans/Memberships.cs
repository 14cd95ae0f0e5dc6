using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>
/// Who belongs to whom on a day. All by dictionary, made once for a configuration; nothing here changes, so any number of threads may
/// ask at once.
/// </summary>
public sealed class Memberships
{
    /// <summary>Roles with which a body brings its patients; an arm that provides care and a host that houses staff bring none.</summary>
    static readonly HashSet<string> RolesWithPatients = new(["member", "lead"], StringComparer.Ordinal);

    readonly Dictionary<string, List<Membership>> byBody = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Membership>> byMember = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Body>> bodies = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Body>> byOds = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Body>> successors = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<PlanSet>> byContributor = new(StringComparer.Ordinal);

    public Memberships(Configuration configuration)
    {
        foreach (var membership in configuration.Members)
        {
            Add(byBody, membership.Body, membership);
            Add(byMember, membership.Member, membership);
        }

        foreach (var body in configuration.Bodies)
        {
            Add(bodies, body.Id, body);
            if (body.Ods is { } ods && ods != body.Id)
                Add(byOds, ods, body);
            if (body.SuccessorOf is { } earlier && earlier != body.Id)
                Add(successors, earlier, body);
        }

        foreach (var set in configuration.PlanSets.Where(s => !s.IsExample && s.Holders.Contains(s.Commissioner)))
        foreach (var contributor in set.Contributors.Keys)
            Add(byContributor, contributor, set);
    }

    /// <summary>Everybody who belongs to the body itself on the day, in whatever role, in the order of the file.</summary>
    public IEnumerable<Membership> FindMembers(string body, DateOnly day) => Find(byBody, body).Where(m => m.Period.Covers(day));

    /// <summary>The bodies that somebody itself belongs to on the day, in whatever role.</summary>
    public IEnumerable<Membership> FindMemberships(string member, DateOnly day) => Find(byMember, member).Where(m => m.Period.Covers(day));

    /// <summary>Everybody who brings patients to the body on the day: its members, their members, and so on.</summary>
    public IReadOnlyList<string> FindAllMembers(string body, DateOnly day) =>
        Walk(body, id => FindMembers(id, day).Where(BringsPatients).Select(m => m.Member));

    /// <summary>
    /// The bodies whose figures a holder's are part of, nearest first. A month counts where its first day does: who leaves in the
    /// middle of it is still in its sum.
    /// </summary>
    public IReadOnlyList<string> FindRollUp(string member, DateOnly activityMonth)
    {
        var day = activityMonth.FirstOfMonth;
        return Walk(member, id => FindMemberships(id, day).Where(BringsPatients).Select(m => m.Body));
    }

    /// <summary>
    /// The same as things stand on a later day: every body by the one that has taken its place. A body has one successor at most, so
    /// that the sum over all bodies is the same in both views.
    /// </summary>
    public IReadOnlyList<string> FindRollUp(string member, DateOnly activityMonth, DateOnly asOf) =>
        [.. FindRollUp(member, activityMonth).Select(body => FindSuccessor(body, asOf)).Distinct(StringComparer.Ordinal)];

    /// <summary>Who has taken a body's place by the day; itself while nobody has. Of several, the first in the file.</summary>
    public string FindSuccessor(string body, DateOnly day)
    {
        var seen = new HashSet<string>([body], StringComparer.Ordinal);
        while (Find(successors, body).FirstOrDefault(s => s.Period.From <= day) is { } next && seen.Add(next.Id))
            body = next.Id;
        return body;
    }

    /// <summary>The row that describes a body on the day; else its latest; null when no row has the id or the ODS code.</summary>
    public Body? FindBody(string id, DateOnly day)
    {
        var rows = bodies.GetValueOrDefault(id) ?? byOds.GetValueOrDefault(id);
        return rows?.Find(b => b.Period.Covers(day)) ?? rows?.MaxBy(b => b.Period.From);
    }

    public string FindName(string id, DateOnly day) => FindBody(id, day)?.Name ?? id;

    /// <summary>
    /// Whoever may answer for the patients of a body on the day, nearest first and itself at the beginning: bodies it belongs to,
    /// bodies it reports to, and those that hold money which it pays into.
    /// </summary>
    public IReadOnlyList<BodyAbove> FindAbove(string id, DateOnly day)
    {
        var found = new List<BodyAbove>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Of two at the same distance, the one that was written first.
        var waiting = new PriorityQueue<BodyAbove, (int Distance, int Turn)>();
        waiting.Enqueue(new(id, 0, id, "is"), (0, 0));
        for (var turn = 1; waiting.TryDequeue(out var next, out _); )
        {
            if (!seen.Add(next.Id))
                continue;
            found.Add(next);
            foreach (var (above, link, distance) in FindLinks(next.Id, day))
                waiting.Enqueue(new(above, next.Distance + distance, next.Id, link), (next.Distance + distance, turn++));
        }

        return found;
    }

    /// <summary>The days on which anything changes here: between two of them every answer is the same.</summary>
    internal IEnumerable<DateOnly> FindChanges()
    {
        var periods = byBody.Values.SelectMany(m => m.Select(r => r.Period)).Concat(bodies.Values.SelectMany(b => b.Select(r => r.Period)));
        foreach (var period in periods)
        {
            yield return period.From;
            if (period.To is { } to && to < DateOnly.MaxValue)
                yield return to.AddDays(1);
        }

        // Who pays into a plan is below its commissioner while it runs, also where its scope is not described.
        foreach (var set in byContributor.Values.SelectMany(s => s))
        {
            yield return set.Period.From;
            yield return set.Period.To.AddDays(1);
        }
    }

    /// <summary>Whether anything is written about an id.</summary>
    internal bool Knows(string id) =>
        bodies.ContainsKey(id) || byOds.ContainsKey(id) || byMember.ContainsKey(id) || byContributor.ContainsKey(id);

    /// <summary>The other code of the same body lies at no distance, so it comes first.</summary>
    IEnumerable<(string Above, string Link, int Distance)> FindLinks(string id, DateOnly day)
    {
        foreach (var body in Find(byOds, id).Where(b => b.Period.Covers(day)))
            yield return (body.Id, "is", 0);
        var rows = Find(bodies, id).Where(b => b.Period.Covers(day)).ToList();
        foreach (var body in rows)
            if (body.Ods is { } ods)
                yield return (ods, "is", 0);
        foreach (var membership in FindMemberships(id, day).Where(BringsPatients))
            yield return (membership.Body, "belongs to", 1);
        foreach (var body in rows)
            if (body.ReportsTo is { } above)
                yield return (above, "reports to", 1);
        foreach (var set in Find(byContributor, id).Where(s => s.Period.Covers(day)))
            yield return (set.Commissioner, "pays into the money of", 1);
    }

    static bool BringsPatients(Membership membership) => RolesWithPatients.Contains(membership.Role);

    static List<string> Walk(string from, Func<string, IEnumerable<string>> next)
    {
        var found = new List<string> { from };
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        for (var i = 0; i < found.Count; i++)
            found.AddRange(next(found[i]).Where(seen.Add));
        found.RemoveAt(0);
        return found;
    }

    static List<T> Find<T>(Dictionary<string, List<T>> rows, string key) => rows.GetValueOrDefault(key) ?? [];

    static void Add<T>(Dictionary<string, List<T>> rows, string key, T row)
    {
        if (!rows.TryGetValue(key, out var list))
            rows[key] = list = [];
        list.Add(row);
    }
}

/// <summary>A body that answers for the patients of another.</summary>
/// <param name="Distance">Steps on the way; 0 for itself.</param>
/// <param name="Below">The one before it on the way.</param>
/// <param name="Link">What the one before does to it, as words between the two.</param>
public sealed record BodyAbove(string Id, int Distance, string Below, string Link);
