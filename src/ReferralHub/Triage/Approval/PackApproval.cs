using System.Globalization;
using System.Text;

namespace ReferralHub.Triage.Approval;

/// <summary>Two people, and when each acted: who put one content of a pack forward, and who agreed to it.</summary>
public sealed record PackApproval(
    string ProposedBy,
    string ProposerRole,
    DateTime ProposedAt,
    string ApprovedBy,
    string ApproverRole,
    DateTime ApprovedAt
);

/// <summary>Where one content of a pack stands by what people did about it.</summary>
/// <param name="Proposals">Open ones: since the last withdrawal, and not approved yet.</param>
/// <param name="Approval">Null while fewer than two people stand for it.</param>
/// <param name="Withdrawals">By different people, since it was last approved; oldest first.</param>
public sealed record ContentStanding(IReadOnlyList<PackAct> Proposals, PackApproval? Approval, IReadOnlyList<PackAct> Withdrawals)
{
    public static readonly ContentStanding None = new([], null, []);

    /// <summary>
    /// Works it out from the acts about one content. An act that is dated after <paramref name="now"/> does not count: a clock was
    /// wrong, or somebody wrote into the database.
    /// </summary>
    public static ContentStanding Compute(IEnumerable<PackAct> acts, DateTime now)
    {
        var (proposals, withdrawals) = (new List<PackAct>(), new List<PackAct>());
        PackApproval? approval = null;
        foreach (var act in acts.Where(a => a.At <= now).OrderBy(a => a.At).ThenBy(a => a.Id))
        {
            switch (act.Kind)
            {
                case PackActKind.Proposed:
                    if (approval is null && !proposals.Exists(p => IsSamePerson(p.Person, act.Person)))
                        proposals.Add(act);
                    break;
                case PackActKind.Approved:
                    if (approval is not null || proposals.Find(p => AreTwo(p, act)) is not { } proposal)
                        break;
                    approval = new(proposal.Person, proposal.Role, proposal.At, act.Person, act.Role, act.At);
                    proposals.Clear();
                    withdrawals.Clear();
                    break;
                case PackActKind.Withdrawn:
                    approval = null;
                    proposals.Clear();
                    if (withdrawals.TrueForAll(w => AreTwo(w, act)))
                        withdrawals.Add(act);
                    break;
            }
        }

        return new(proposals, approval, withdrawals);
    }

    /// <summary>Whether the same acts count in both.</summary>
    public bool StandsAs(ContentStanding other) =>
        Approval == other.Approval
        && Proposals.Select(a => a.Id).SequenceEqual(other.Proposals.Select(a => a.Id))
        && Withdrawals.Select(a => a.Id).SequenceEqual(other.Withdrawals.Select(a => a.Id));

    /// <summary>
    /// Whether two acts are those of two people. A system only says for whom it acts, so that one person could let it act under any
    /// name: what was done through a system counts as a second person's beside what was done through another system alone, and what
    /// somebody did who had signed in beside what somebody else did who had.
    /// </summary>
    public static bool AreTwo(PackAct one, PackAct other) =>
        !IsSameName(one, other) && (one.Client is null ? other.Client is null : other.Client is { } client && client != one.Client);

    /// <summary>Whether the names under which two acts were done are one person's.</summary>
    public static bool IsSameName(PackAct one, PackAct other) => IsSamePerson(ReadName(one), ReadName(other));

    static string ReadName(PackAct act) =>
        act.Client is { } client && act.Person.EndsWith(Web.Users.OwnName.FormatSystem(client), StringComparison.Ordinal)
            ? act.Person[..^Web.Users.OwnName.FormatSystem(client).Length]
            : act.Person;

    /// <summary>
    /// Whether two names are one person's, in doubt yes: case, accents, spaces and marks do not tell people apart, so that nobody
    /// approves their own work by a full stop.
    /// </summary>
    public static bool IsSamePerson(string one, string other) => Fold(one) == Fold(other);

    /// <summary>Letters and digits of a name, in capitals and without accents; empty when it has none.</summary>
    internal static string Fold(string name) =>
        string.Concat(
                name.Normalize(NormalizationForm.FormKD)
                    .EnumerateRunes()
                    .Where(r => Rune.IsLetterOrDigit(r) && Rune.GetUnicodeCategory(r) != UnicodeCategory.ModifierLetter)
            )
            .ToUpperInvariant();
}
