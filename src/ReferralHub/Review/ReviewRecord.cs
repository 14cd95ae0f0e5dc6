using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Review;

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

/// <summary>How one reviewer decides.</summary>
/// <param name="Overturned">Decisions that a colleague changed: as second reader, or on appeal.</param>
/// <param name="Undone">Taken back by the reviewer.</param>
/// <param name="Seconds">Median from opening a referral to deciding; null when not known.</param>
public sealed record ReviewerMeasures(string Reviewer, int Accepted, int Asked, int Returned, int Overturned, int Undone, int? Seconds)
{
    public int Decided => Accepted + Asked + Returned;
}

/// <summary>What reviewers have decided and what became of it: the part that referral centres do not tell their clinicians.</summary>
public sealed class ReviewRecord(HubDatabase database, TimeProvider time)
{
    public const int DaysShown = 90;
    const int ShownMax = 50;
    const int ActsMax = 100_000;

    /// <summary>The reviewer's last decisions, newest first.</summary>
    public async Task<IReadOnlyList<DecidedReferral>> ReadDecisionsAsync(string reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var decided = await db
            .ReviewDecisions.Where(d => d.Reviewer == reviewer)
            .OrderByDescending(d => d.At)
            .Take(ShownMax)
            .Join(db.Journeys, d => d.Referral, j => j.Id, (d, j) => new { Decision = d, Journey = j })
            .ToListAsync(cancellationToken);
        var ids = decided.ConvertAll(d => d.Journey.Id);
        var followers = (
            await db.Journeys.Where(j => j.Follows != null && ids.Contains(j.Follows.Value)).ToListAsync(cancellationToken)
        ).ToLookup(j => j.Follows!.Value);
        var followerIds = followers.SelectMany(f => f).Select(f => f.Id).ToList();
        var messages = (
            await db
                .PracticeMessages.Where(m => ids.Contains(m.Referral) || followerIds.Contains(m.Referral))
                .OrderBy(m => m.At)
                .Select(m => new
                {
                    m.Referral,
                    m.At,
                    m.Text,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(m => m.Referral);
        var overturned = (
            await db
                .ReviewActs.Where(a =>
                    a.Kind == ReviewActKind.Overturn
                    && a.Other == reviewer
                    && (ids.Contains(a.Referral) || followerIds.Contains(a.Referral))
                )
                .Select(a => a.Referral)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        return
        [
            .. decided
                .Select(d =>
                {
                    var next = followers[d.Journey.Id].OrderByDescending(j => j.Received).FirstOrDefault();
                    return new DecidedReferral(
                        ReferralReference.Display(d.Journey.Reference),
                        TreatmentFunction.FindName(d.Journey.Specialty),
                        d.Decision.Outcome,
                        d.Decision.ReasonCode,
                        d.Decision.At,
                        messages[d.Journey.Id]
                            .Concat(next is null ? [] : messages[next.Id])
                            .FirstOrDefault(m => m.At >= d.Decision.At)
                            ?.Text,
                        (next ?? d.Journey).Stage,
                        overturned.Contains(d.Journey.Id) || (next is not null && overturned.Contains(next.Id))
                    );
                })
                .OrderByDescending(d => d.At),
        ];
    }

    /// <summary>Measures of the last <see cref="DaysShown"/> days: of one reviewer, or of all for a lead.</summary>
    public async Task<IReadOnlyList<ReviewerMeasures>> MeasuresAsync(string? reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var since = time.UtcNow().AddDays(-DaysShown);
        var decisions = await db
            .ReviewDecisions.Where(d => d.At >= since && (reviewer == null || d.Reviewer == reviewer))
            .GroupBy(d => new { d.Reviewer, d.Outcome })
            .Select(g => new
            {
                g.Key.Reviewer,
                g.Key.Outcome,
                Count = g.Count(),
            })
            .ToListAsync(cancellationToken);
        var overturned = await db
            .ReviewActs.Where(a =>
                a.Kind == ReviewActKind.Overturn && a.At >= since && a.Other != null && (reviewer == null || a.Other == reviewer)
            )
            .GroupBy(a => a.Other!)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var acts = await db
            .ReviewActs.Where(a =>
                (a.Kind == ReviewActKind.Undo || a.Kind == ReviewActKind.Decide) && a.At >= since && (reviewer == null || a.By == reviewer)
            )
            .OrderByDescending(a => a.At)
            .Select(a => new
            {
                a.By,
                a.Kind,
                a.Seconds,
            })
            .Take(ActsMax)
            .ToListAsync(cancellationToken);
        return
        [
            .. decisions
                .GroupBy(d => d.Reviewer)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                {
                    int Count(ReviewOutcome outcome) => g.Where(d => d.Outcome == outcome).Sum(d => d.Count);
                    var own = acts.Where(a => a.By == g.Key).ToList();
                    var seconds = own.Where(a => a.Kind == ReviewActKind.Decide).Select(a => a.Seconds).OfType<int>().Order().ToList();
                    return new ReviewerMeasures(
                        g.Key,
                        Count(ReviewOutcome.Accept),
                        Count(ReviewOutcome.Ask),
                        Count(ReviewOutcome.Return),
                        overturned.GetValueOrDefault(g.Key),
                        own.Count(a => a.Kind == ReviewActKind.Undo),
                        seconds.Count == 0 ? null : seconds[seconds.Count / 2]
                    );
                }),
        ];
    }
}
