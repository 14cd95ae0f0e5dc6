using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Review.Record;

/// <summary>One decision and what came of it.</summary>
/// <param name="Reply">What the practice said about it afterwards.</param>
/// <param name="Now">Where the referral, or the one that goes on from it, is now.</param>
public sealed record DecidedReferral(
    string Reference,
    string Specialty,
    ReviewOutcome Outcome,
    string? ReasonCode,
    DateTime At,
    string? Reply,
    Stage Now,
    bool IsOverturned
);

/// <summary>Tells reviewers what became of their decisions, which referral centres seldom do.</summary>
public sealed class ReadDecisions(HubDatabase database, CurrentScope callerScope)
{
    const int ShownMax = 50;

    /// <summary>The reviewer's last decisions, newest first.</summary>
    public async Task<IReadOnlyList<DecidedReferral>> ReadAsync(string reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var decided = await db
            .ReviewDecisions.Where(d => d.Reviewer == reviewer)
            .OrderByDescending(d => d.At)
            .Take(ShownMax)
            .Join(db.Journeys, d => d.Referral, j => j.Id, (d, j) => new { Decision = d, Journey = j })
            .ToListAsync(cancellationToken);
        var ids = decided.ConvertAll(d => d.Journey.Id);
        var next = (
            await db.Journeys.Where(j => j.Follows != null && ids.Contains(j.Follows.Value)).ToListAsync(cancellationToken)
        ).ToLookup(j => j.Follows!.Value);
        List<Guid> all = [.. ids, .. next.SelectMany(n => n).Select(j => j.Id)];
        var replies = await ReadRepliesAsync(db, all, cancellationToken);
        var overturned = await FindOverturnedAsync(db, reviewer, all, cancellationToken);
        return
        [
            .. decided
                .Select(d => Describe(d.Decision, d.Journey, next[d.Journey.Id].MaxBy(j => j.Received), replies, overturned))
                .OrderByDescending(d => d.At),
        ];
    }

    static DecidedReferral Describe(
        ReviewDecision decision,
        ReferralJourney journey,
        ReferralJourney? next,
        ILookup<Guid, (DateTime At, string Text)> replies,
        HashSet<Guid> overturned
    ) =>
        new(
            ReferralReference.Display(journey.Reference),
            TreatmentFunction.FindName(journey.Specialty),
            decision.Outcome,
            decision.ReasonCode,
            decision.At,
            replies[journey.Id].Concat(next is null ? [] : replies[next.Id]).FirstOrDefault(r => r.At >= decision.At).Text,
            (next ?? journey).Stage,
            overturned.Contains(journey.Id) || (next is not null && overturned.Contains(next.Id))
        );

    /// <summary>What practices said, oldest first.</summary>
    static async Task<ILookup<Guid, (DateTime At, string Text)>> ReadRepliesAsync(
        HubDbContext db,
        List<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var messages = await db
            .PracticeMessages.Where(m => referrals.Contains(m.Referral))
            .OrderBy(m => m.At)
            .Select(m => new
            {
                m.Referral,
                m.At,
                m.Text,
            })
            .ToListAsync(cancellationToken);
        return messages.ToLookup(m => m.Referral, m => (m.At, m.Text));
    }

    /// <summary>Referrals about which a colleague decided otherwise than the reviewer.</summary>
    static async Task<HashSet<Guid>> FindOverturnedAsync(
        HubDbContext db,
        string reviewer,
        List<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var overturned = await db
            .ReviewActs.Where(a => a.Kind == ReviewActKind.Overturn && a.Other == reviewer && referrals.Contains(a.Referral))
            .Select(a => a.Referral)
            .ToListAsync(cancellationToken);
        return [.. overturned];
    }
}
