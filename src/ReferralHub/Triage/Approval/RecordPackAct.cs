using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage.Approval;

/// <summary>What somebody wants to do about a pack.</summary>
/// <param name="Pack">Its id.</param>
/// <param name="Hash">Which content is meant; may be left out of a withdrawal, which then is of what is in force.</param>
/// <param name="Person">By name.</param>
/// <param name="Role">Post or profession.</param>
/// <param name="Client">The registered system that says who it is; null for somebody who has signed in.</param>
public sealed record PackActRequest(PackActKind Kind, string Pack, string? Hash, string? Person, string? Role, string? Client = null);

/// <summary>Records that somebody proposes, approves or withdraws exactly one content of a pack, or says why not.</summary>
public sealed class RecordPackAct(HubDatabase database, RulePacks packs, KeptRulePacks kept, TimeProvider time)
{
    /// <summary>
    /// The content that was meant as it stands afterwards; the problem is null when the act was recorded, or had been by the same person
    /// before.
    /// </summary>
    public async Task<(RulePack? Pack, Problem? Problem)> RecordAsync(PackActRequest request, CancellationToken cancellationToken)
    {
        var (person, role) = (Tidy(request.Person), Tidy(request.Role));
        if (FindFault(request, person, role) is { } fault)
            return (null, fault);
        await packs.RefreshAsync(cancellationToken, isForced: true);
        var (pack, missing) = Find(request);
        if (pack is null)
            return (null, missing);
        var problem = await database.WriteAsync(
            (db, token) => RecordAsync(db, request.Kind, pack, person, role, time.UtcNow(), token, request.Client),
            cancellationToken
        );
        await packs.RefreshAsync(cancellationToken, isForced: true);
        return (packs.Stand(pack), problem);
    }

    /// <summary>In the caller's transaction; who asks has seen to it that the pack has this content.</summary>
    internal async Task<Problem?> RecordAsync(
        HubDbContext db,
        PackActKind kind,
        RulePack pack,
        string person,
        string role,
        DateTime now,
        CancellationToken cancellationToken,
        string? client = null
    )
    {
        var act = new PackAct
        {
            Id = EntityId.New(now),
            Hash = pack.Hash,
            PackId = pack.Id,
            Version = pack.Version,
            Kind = kind,
            Person = person,
            Role = role,
            Client = client,
            At = now,
        };
        var before = ContentStanding.Compute(
            await db.PackActs.AsNoTracking().Where(a => a.Hash == pack.Hash).ToListAsync(cancellationToken),
            now
        );
        var (refusal, isKnown) = kind switch
        {
            PackActKind.Proposed => Propose(pack, before, person),
            PackActKind.Approved => Approve(pack, before, act),
            _ => Withdraw(pack, before, act),
        };
        if (refusal is not null || isKnown)
            return refusal;
        await kept.KeepAsync(db, [pack], now, cancellationToken);
        db.PackActs.Add(act);
        return null;
    }

    static (Problem? Refusal, bool IsKnown) Propose(RulePack pack, ContentStanding before, string person)
    {
        if (before.Approval is { } approval)
            return (ApprovalProblems.AlreadyApproved(pack with { Approval = approval }), false);
        return (null, before.Proposals.Any(p => ContentStanding.IsSamePerson(p.Person, person)));
    }

    static (Problem? Refusal, bool IsKnown) Approve(RulePack pack, ContentStanding before, PackAct act)
    {
        if (before.Approval is { } approval)
            return ContentStanding.IsSamePerson(approval.ApprovedBy, act.Person)
                ? (null, true)
                : (ApprovalProblems.AlreadyApproved(pack with { Approval = approval }), false);
        if (before.Proposals.Count == 0)
            return (ApprovalProblems.NotProposed(pack), false);
        if (before.Proposals.Any(p => ContentStanding.AreTwo(p, act)))
            return (null, false);
        return before.Proposals.All(p => ContentStanding.IsSameName(p, act))
            ? (ApprovalProblems.SamePerson(pack, before.Proposals[0].Person), false)
            : (ApprovalProblems.SecondOnlySaid(pack), false);
    }

    /// <summary>
    /// One person may stop a pack that decides in a clinician's stead, because then a clinician reads. To stop one that only raises
    /// attention takes two, because then less is read first.
    /// </summary>
    static (Problem? Refusal, bool IsKnown) Withdraw(RulePack pack, ContentStanding before, PackAct act)
    {
        if (!pack.RaisesAttentionOnly)
            return before.Approval is null ? (ApprovalProblems.NotInForce(pack.Id), false) : (null, false);
        return before.Withdrawals.FirstOrDefault(w => !ContentStanding.AreTwo(w, act)) switch
        {
            null => (null, false),
            { } first when ContentStanding.IsSameName(first, act) => (ApprovalProblems.WithdrawnBySame(pack, act.Person), false),
            _ => (ApprovalProblems.SecondOnlySaid(pack), false),
        };
    }

    (RulePack? Pack, Problem? Missing) Find(PackActRequest request)
    {
        var all = packs.All.Where(p => p.Id == request.Pack).ToList();
        if (all.Count == 0)
            return (null, ApprovalProblems.NoSuchPack);
        if (request is { Kind: PackActKind.Withdrawn, Hash: null or "" })
        {
            var inForce = packs.InForce(WorkingDays.LocalDate(time.UtcNow())).FirstOrDefault(p => p.Id == request.Pack);
            return inForce is null ? (null, ApprovalProblems.NotInForce(request.Pack)) : (inForce, null);
        }

        var found = all.Find(p => p.Hash.Equals(request.Hash, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            return (null, ApprovalProblems.Changed(request.Pack, all.Where(p => !p.IsFromStore).Select(p => p.Hash)));
        return found.IsFromStore && request.Kind != PackActKind.Withdrawn ? (null, ApprovalProblems.FileGone(request.Pack)) : (found, null);
    }

    static Problem? FindFault(PackActRequest request, string person, string role) =>
        ContentStanding.Fold(person).Length == 0 ? ApprovalProblems.PersonMissing
        : ContentStanding.Fold(role).Length == 0 ? ApprovalProblems.RoleMissing
        : person.Length > PackAct.PersonCharactersMax ? ApprovalProblems.TooLong("by")
        : role.Length > PackAct.PersonCharactersMax ? ApprovalProblems.TooLong("role")
        : request.Kind != PackActKind.Withdrawn && string.IsNullOrWhiteSpace(request.Hash) ? ApprovalProblems.HashMissing
        : null;

    /// <summary>Without spaces around it, and in one line.</summary>
    static string Tidy(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
