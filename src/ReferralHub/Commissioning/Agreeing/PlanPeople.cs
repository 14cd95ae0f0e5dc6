using ReferralHub.Commissioning.Plans;
using ReferralHub.Web.Users;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Whether two acts were done by two people.</summary>
static class PlanPeople
{
    /// <summary>
    /// A system only says for whom it acts, so that one person could let it act under any name: what was done through a system counts as
    /// a second person's beside what was done through another system alone, and what somebody did who had signed in beside what somebody
    /// else did who had.
    /// </summary>
    public static bool AreTwo(PlanAct one, PlanAct other) =>
        !IsSameName(one, other) && (one.Client is null ? other.Client is null : other.Client is { } client && client != one.Client);

    public static bool IsSameName(PlanAct one, PlanAct other) => PersonNames.ToKey(ReadName(one)) == PersonNames.ToKey(ReadName(other));

    /// <summary>The person's own name, without the system that said it.</summary>
    public static string ReadName(PlanAct act) => ReadName(act.Person, act.Client);

    public static string ReadName(string? person, string? client)
    {
        var name = PersonNames.Tidy(person);
        return client is not null && name.EndsWith(OwnName.FormatSystem(client), StringComparison.Ordinal)
            ? name[..^OwnName.FormatSystem(client).Length]
            : name;
    }
}
