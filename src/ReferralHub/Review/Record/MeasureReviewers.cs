using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Record;

/// <summary>How one reviewer decides.</summary>
/// <param name="Overturned">Decisions that a colleague changed: as second reader, or on appeal.</param>
/// <param name="Undone">Taken back by the reviewer.</param>
/// <param name="Seconds">Median from opening a referral to deciding; null when not known.</param>
public sealed record ReviewerMeasures(string Reviewer, int Accepted, int Asked, int Returned, int Overturned, int Undone, int? Seconds)
{
    public int Decided => Accepted + Asked + Returned;
}

/// <summary>Measures how reviewers decide.</summary>
public sealed class MeasureReviewers(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    public const int DaysShown = 90;
    const int ActsMax = 100_000;

    /// <summary>Measures of the last <see cref="DaysShown"/> days, by name.</summary>
    /// <param name="reviewer">Whose; null for all, for a lead.</param>
    public async Task<IReadOnlyList<ReviewerMeasures>> MeasureAsync(string? reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
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
