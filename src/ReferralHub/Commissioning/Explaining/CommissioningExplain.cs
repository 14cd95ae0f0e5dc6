using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>
/// Says in words how money, decisions and accountability lie for a practice, a body or a plan set. Pure; it knows no arrangement by
/// name and reads only what the rows say.
/// </summary>
public sealed class CommissioningExplain
{
    readonly Configuration configuration;
    readonly Memberships memberships;
    readonly Attribution attribution;
    readonly ArrangementWords words;
    readonly Dictionary<string, CommissioningScope> scopes = new(StringComparer.Ordinal);

    public CommissioningExplain(Configuration configuration)
    {
        this.configuration = configuration;
        memberships = new(configuration);
        attribution = new(configuration, memberships);
        words = new(configuration, memberships);
        foreach (var scope in configuration.Scopes)
            scopes.TryAdd(scope.Id, scope);
    }

    /// <summary>Null when nothing of that id is written down; <see cref="FindNear"/> then names what may have been meant.</summary>
    public CommissioningExplanation? Explain(string id, DateOnly on) =>
        configuration.PlanSets.FirstOrDefault(s => s.Id == id) is { } set ? ExplainSet(set, on)
        : FindIds().Contains(id) ? ExplainBody(id, on)
        : null;

    /// <summary>Up to five ids that look like it, the nearest first.</summary>
    public IReadOnlyList<string> FindNear(string id) => NearIds.Find(id, FindIds().Concat(configuration.PlanSets.Select(s => s.Id)));

    HashSet<string> FindIds() =>
        configuration
            .Bodies.SelectMany(b => b.Ods is { } ods ? new[] { b.Id, ods } : [b.Id])
            .Concat(configuration.Members.SelectMany(m => new[] { m.Body, m.Member }))
            .Concat(configuration.PlanSets.SelectMany(s => s.Holders.Append(s.Commissioner)))
            .ToHashSet(StringComparer.Ordinal);

    CommissioningExplanation ExplainSet(PlanSet set, DateOnly on)
    {
        var plan = ExplainPlan(set, "is explained", on, set.Holders.Select(h => (h, (string?)null)), set.Holders);
        var name = scopes.TryGetValue(set.Scope, out var scope) ? scope.Words : set.Scope;
        var subjects = set.Holders.SelectMany(h => FindCircle(h, on)).Concat(set.RollUp is { } body ? [body] : []);
        return new(set.Id, name, "plan-set", on, [], [plan], JudgePracticeLed([plan], subjects, on));
    }

    CommissioningExplanation ExplainBody(string id, DateOnly on)
    {
        var isPractice = PracticeLedConditions.IsPractice(memberships, id, on);
        var circle = FindCircle(id, on);
        IReadOnlyList<PlanExplanation> plans = isPractice
            ?
            [
                .. attribution
                    .FindLines(id, on)
                    .Select(l => ExplainPlan(l.Set, "pays for", on, [(l.Holder, DescribeWay(id, l.Holder, on))], circle)),
            ]
            :
            [
                .. configuration
                    .PlanSets.Where(s => !s.IsExample && s.Period.Covers(on))
                    .Select(s => (Set: s, Part: FindPart(s, id)))
                    .Where(s => s.Part is not null)
                    .Select(s => ExplainPlan(s.Set, s.Part!, on, FindHolders(s.Set, id).Select(h => (h, (string?)null)), circle)),
            ];
        return new(
            id,
            memberships.FindName(id, on),
            isPractice ? "practice" : "body",
            on,
            [.. words.DescribeTies(id, on)],
            plans,
            JudgePracticeLed(plans, isPractice ? circle : circle.Concat(memberships.FindAllMembers(id, on)), on)
        )
        {
            AnswersTo = words.DescribeAccountability([id], on),
            Contact = memberships.FindBody(id, on)?.Contact,
        };
    }

    PlanExplanation ExplainPlan(
        PlanSet set,
        string part,
        DateOnly on,
        IEnumerable<(string Holder, string? Because)> holders,
        IEnumerable<string> circle
    )
    {
        var result = PlanSetting.Calculate(set);
        IReadOnlyList<LineExplanation> lines =
        [
            .. holders.Select(h => new LineExplanation(
                new(set, h.Holder),
                memberships.FindName(h.Holder, on),
                result.Authority.TryGetValue(h.Holder, out var amount) ? amount : (Money?)null,
                h.Because
            )),
        ];
        // What a scheme pays a practice has nothing to do with a line that somebody else holds for it.
        var holds = lines.Select(l => l.Line.Holder).Concat(set.RollUp is { } body ? [body] : []).ToList();
        var concerned = (circle.Any(holds.Contains) ? circle : []).Concat(holds).Distinct(StringComparer.Ordinal).ToList();
        return new(
            set,
            part,
            DescribeStanding(set, on),
            scopes.GetValueOrDefault(set.Scope),
            memberships.FindName(set.Commissioner, on),
            words.DescribeMoney(set, on),
            result,
            lines
        )
        {
            IsAgreed = PlanAgreements.IsAgreed(set),
            DueDate = PlanAgreements.FindDueDate(configuration, set),
            Agreements = [.. set.Agreed.Select(a => $"{a.On:yyyy-MM-dd} by {a.By} ({a.Person})")],
            Decisions = words.DescribeDecisions(set, on),
            Schemes = words.DescribeSchemes(concerned),
            Accountabilities = words.DescribeAccountability(concerned.Append(set.Commissioner), on),
        };
    }

    /// <summary>Itself and the bodies that it belongs to.</summary>
    List<string> FindCircle(string id, DateOnly on) => [id, .. memberships.FindRollUp(id, on)];

    IReadOnlyList<PracticeLedCondition> JudgePracticeLed(IReadOnlyList<PlanExplanation> plans, IEnumerable<string> subjects, DateOnly on) =>
        new PracticeLedConditions(configuration, memberships, on).Judge(plans, subjects.ToHashSet(StringComparer.Ordinal));

    /// <summary>The way from a practice to the holder that pays for it, in words.</summary>
    string? DescribeWay(string practice, string holder, DateOnly on)
    {
        if (practice == holder)
            return null;
        var way = memberships.FindAbove(practice, on).ToDictionary(a => a.Id, StringComparer.Ordinal);
        var parts = new List<string>();
        for (var at = way[holder]; at.Distance > 0 || at.Id != at.Below; at = way[at.Below])
            parts.Insert(0, $"{at.Below} {at.Link} {at.Id}");
        return string.Join(", ", parts);
    }

    static string? FindPart(PlanSet set, string id) =>
        set.Holders.Contains(id) ? "holds"
        : set.RollUp == id ? "its members hold"
        : set.Commissioner == id ? "gives the money of"
        : set.Contributors.ContainsKey(id) ? "pays into"
        : null;

    static IEnumerable<string> FindHolders(PlanSet set, string id) => set.Holders.Contains(id) ? [id] : set.Holders;

    static string DescribeStanding(PlanSet set, DateOnly on) =>
        set.IsExample ? "an example: in force nowhere"
        : on < set.Period.From ? $"begins {set.Period.From:yyyy-MM-dd}"
        : on > set.Period.To ? $"ended {set.Period.To:yyyy-MM-dd}"
        : "in force";
}
