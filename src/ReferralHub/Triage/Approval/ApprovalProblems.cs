using ReferralHub.Platform;

namespace ReferralHub.Triage.Approval;

/// <summary>What an act about a pack may be refused for. Codes are stable; texts may be improved.</summary>
static class ApprovalProblems
{
    public static readonly Problem NoSuchPack = Problem.NotFound("pack-not-found", "There is no such pack; /rules lists those there are.");

    public static readonly Problem PersonMissing = Problem.Missing("person-missing", "Say who does it, by name.", "by");

    public static readonly Problem RoleMissing = Problem.Missing("role-missing", "Say in which post or profession it is done.", "role");

    public static readonly Problem HashMissing = Problem.Missing(
        "hash-missing",
        "Say which content is meant, by its hash: the SHA-256 of the file, 64 hexadecimal digits. /rules/api gives it for each pack.",
        "hash"
    );

    public static readonly Problem NotForOthers = new(
        403,
        "forbidden",
        "REC_FORBIDDEN",
        "not-for-others",
        "Rule packs are proposed, approved and withdrawn by clinicians of the referral centre."
    );

    public static Problem TooLong(string element) =>
        Problem.Invalid("too-long", $"A name or post has at most {PackAct.PersonCharactersMax} characters.", element);

    public static Problem Changed(string pack, IEnumerable<string> hashes) =>
        Problem.Conflict(
            "pack-changed",
            $"The content with this hash is not what the file of {pack} has now ({string.Join(", ", hashes)}). Read it again: what is "
                + "approved is exactly what was read.",
            "hash"
        );

    public static Problem FileGone(string pack) =>
        Problem.Conflict(
            "file-gone",
            $"This content of {pack} is in no file any more. Put the file back to propose or approve it again.",
            "hash"
        );

    public static Problem AlreadyApproved(RulePack pack) =>
        Problem.Conflict(
            "already-approved",
            $"{pack.Name} is approved already: proposed by {pack.Approval!.ProposedBy}, approved by {pack.Approval.ApprovedBy}."
        );

    public static Problem NotProposed(RulePack pack) =>
        Problem.Conflict(
            "not-proposed",
            $"Nobody has proposed this content of {pack.Name} yet. Whoever answers for it proposes it first; then "
                + "somebody else approves it."
        );

    public static Problem SamePerson(RulePack pack, string proposer) =>
        Problem.Conflict("same-person", $"{proposer} proposed this content of {pack.Name}, so that somebody else must approve it.", "by");

    public static Problem SecondOnlySaid(RulePack pack) =>
        Problem.Conflict(
            "second-person-only-said",
            $"{pack.Name} takes two people. A name that a system gives is only said: either both sign in and do it on the page "
                + $"/rules/{pack.Id}, or it is done through two registered systems.",
            "by"
        );

    public static Problem NotInForce(string pack) =>
        Problem.Conflict("nothing-to-withdraw", $"No content of {pack} is approved or in force by itself, so that none can be withdrawn.");

    public static Problem WithdrawnBySame(RulePack pack, string person) =>
        Problem.Conflict(
            "same-person",
            $"{pack.Name} only raises attention, so that two people must withdraw it, and {person} has done so already.",
            "by"
        );
}
