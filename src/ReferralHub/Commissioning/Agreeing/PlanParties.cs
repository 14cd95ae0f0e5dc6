using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Which bodies have a part in a line of a plan, and for which of them somebody speaks.</summary>
static class PlanParties
{
    /// <summary>Whoever commissions or pays, the holder, and the body whose figures are the sum of the holders'.</summary>
    public static bool IsParty(PlanSet set, string holder, string body) => IsGiver(set, body) || body == holder || body == set.RollUp;

    public static bool IsGiver(PlanSet set, string body) => body == set.Commissioner || set.Contributors.ContainsKey(body);

    /// <summary>The parties of a line, who gives the money first, the holder last.</summary>
    public static IReadOnlyList<string> List(PlanSet set, string holder)
    {
        string?[] all = [set.Commissioner, .. set.Contributors.Keys, set.RollUp, holder];
        return [.. all.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Of the parties of a line those for whom somebody of these organisations speaks: bodies by their id or ODS code, practices by their
    /// ODS code.
    /// </summary>
    public static IReadOnlyList<string> FindOwn(
        PlanSet set,
        string holder,
        Memberships memberships,
        IReadOnlyCollection<string> organisations,
        DateOnly today
    )
    {
        return [.. List(set, holder).Where(party => IsOwn(party) || (memberships.FindBody(party, today)?.Ods is { } ods && IsOwn(ods)))];

        bool IsOwn(string code) => organisations.Contains(code, StringComparer.OrdinalIgnoreCase);
    }
}
