using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>Rows of the configuration as sentences.</summary>
sealed class ArrangementWords(Configuration configuration, Memberships memberships)
{
    /// <summary>Whose money it is and what the holder may do with it.</summary>
    public string DescribeMoney(PlanSet set, DateOnly on)
    {
        var giver = Name(set.Commissioner, on);
        return set.Money switch
        {
            MoneyMode.None => $"{giver} holds the money and pays; the holder sees the figures. Nobody here holds the money.",
            MoneyMode.Advisory => $"{giver} holds the money and pays; the holder may comment. Nobody here holds the money.",
            MoneyMode.Notional or MoneyMode.Indicative =>
                $"{giver} holds the money and pays; the holder is told how it goes. Nobody here holds the money.",
            MoneyMode.Real => $"{giver} gives it; it is the holder's own, and no more than this can be spent.",
            MoneyMode.Pooled => $"Pooled: {DescribeContributors(set, on)}.",
            _ => $"{giver} gives it for one person's care.",
        };
    }

    public IEnumerable<string> DescribeTies(string id, DateOnly on)
    {
        foreach (var membership in memberships.FindMemberships(id, on))
            yield return $"is {membership.Role} of {Name(membership.Body, on)} since {membership.Period.From:yyyy-MM-dd}"
                + (membership.Period.To is { } to ? $" until {to:yyyy-MM-dd}" : "");
        foreach (var membership in memberships.FindMembers(id, on))
            yield return $"has {Name(membership.Member, on)} as {membership.Role}";
        if (memberships.FindBody(id, on) is not { } body)
            yield break;
        if (body.ReportsTo is { } above)
            yield return $"reports to {Name(above, on)}";
        if (body.SuccessorOf is { } earlier)
            yield return $"took the place of {Name(earlier, on)} on {body.Period.From:yyyy-MM-dd}";
        if (memberships.FindSuccessor(id, on) is var successor && successor != id)
            yield return $"its place was taken by {Name(successor, on)}";
        foreach (var label in new[] { body.Kind, body.Collectivity, body.LegalForm })
            if (label is { Length: > 0 })
                yield return $"is called {label}";
    }

    /// <summary>Who decides what for the care of a plan set. What no row says is not made up.</summary>
    public IReadOnlyList<ExplainedRow> DescribeDecisions(PlanSet set, DateOnly on)
    {
        var rows = configuration
            .Decisions.Where(d => d.Scope == set.Scope)
            .Select(d => new ExplainedRow(d.What, d.Decides, DescribeDecision(d, on), d.Place))
            .ToList();
        return rows.Count > 0
            ? rows
            :
            [
                new(
                    "any",
                    set.Commissioner,
                    $"No row says who decides for {set.Scope}; the money is {Name(set.Commissioner, on)}'s.",
                    null
                ),
            ];
    }

    public IReadOnlyList<ExplainedRow> DescribeSchemes(IReadOnlyList<string> holders) =>
        [
            .. configuration
                .Schemes.Select(s => (Scheme: s, Holder: s.Holders.FirstOrDefault(holders.Contains)))
                .Where(s => s.Holder is not null)
                .Select(s => new ExplainedRow(s.Scheme.Id, s.Holder!, SchemeWords.Describe(s.Scheme), s.Scheme.Place)),
        ];

    public IReadOnlyList<ExplainedRow> DescribeAccountability(IEnumerable<string> bodies, DateOnly on)
    {
        var wanted = bodies.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. configuration
                .Accountabilities.Where(a => wanted.Contains(a.Body))
                .Select(a => new ExplainedRow(a.Body, a.To, DescribeAccountability(a, on), a.Place)),
        ];
    }

    string DescribeAccountability(Accountability row, DateOnly on)
    {
        var to = row.To == "public" ? "the public" : Name(row.To, on);
        var due = row.Due is null ? "" : $", due {FormatDay(row.Due)} each year";
        return $"{Name(row.Body, on)} answers to {to} by {row.By}{due}.";
    }

    string DescribeDecision(Decision row, DateOnly on)
    {
        var words = $"{Name(row.Decides, on)} decides";
        if (row.With is { } with)
            words += with == "holder" ? " together with the holder" : $" together with {Name(with, on)}";
        if (row.Advises.Count > 0)
            words += $", advised by {string.Join(", ", row.Advises.Select(id => Name(id, on)))}";
        if (row.AgentFor.Count > 0)
            words += $", acting for {string.Join(", ", row.AgentFor.Select(id => Name(id, on)))}";
        if (row.WithinWorkingDays is { } days)
            words += $", within {days} working days";
        if (row.DueOn is { } due)
            words += $", by {FormatDay(due)} each year";
        if (row.Approves is { } approves)
            words += $"; {(row.Above is { } sum ? $"above {sum} " : "")}{Name(approves, on)} must agree as well";
        if (row.Without is { } without)
            words += without == "interested" ? "; who has an interest does not decide" : $"; without {without}";
        return words + ".";
    }

    string DescribeContributors(PlanSet set, DateOnly on) =>
        set.Contributors.Count == 0
            ? $"{Name(set.Commissioner, on)} holds it, and no row says who pays into it"
            : string.Join(", ", set.Contributors.Select(c => $"{Name(c.Key, on)} pays {c.Value}")) + " into it";

    string Name(string id, DateOnly on) => memberships.FindBody(id, on) is { } body && body.Name != id ? $"{id} {body.Name}" : id;

    static string FormatDay(string monthAndDay) => YearlyDay.TryParse(monthAndDay)?.ToString() ?? monthAndDay;
}
