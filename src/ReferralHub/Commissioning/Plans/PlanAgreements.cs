using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Plans;

/// <summary>When a budget counts as agreed: somebody gives the money and somebody takes it on, and both say so in person.</summary>
public static class PlanAgreements
{
    /// <summary>
    /// Whether the agreements written with a plan set make it agreed: two of its parties, two people, and one of the parties is who
    /// commissions or pays. Others may have agreed as well; that changes nothing.
    /// </summary>
    public static bool IsAgreed(PlanSet set) =>
        set.Agreed.Any(giver =>
            IsGiver(set, giver.By)
            && set.Agreed.Any(taker => IsParty(set, taker.By) && taker.By != giver.By && !IsSamePerson(taker.Person, giver.Person))
        );

    /// <summary>Whether the agreement of a body counts: it commissions, pays, holds, or is the body of the holders.</summary>
    public static bool IsParty(PlanSet set, string body) => IsGiver(set, body) || body == set.RollUp || set.Holders.Contains(body);

    public static bool IsSamePerson(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The day by which a plan set is to be agreed, by what is written of decisions on plans for its scope; null where nothing is. It is
    /// the one nearest to the plan's first day, so that 1 May is in its first year and 15 March before it.
    /// </summary>
    public static DateOnly? FindDueDate(Configuration configuration, PlanSet set)
    {
        var due = configuration
            .Decisions.Where(d => d.What == "plan" && d.Scope == set.Scope)
            .Select(d => YearlyDay.TryParse(d.DueOn))
            .FirstOrDefault(d => d is not null);
        return due?.FindNearest(set.Period.From);
    }

    static bool IsGiver(PlanSet set, string body) => body == set.Commissioner || set.Contributors.ContainsKey(body);
}
