using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Triage.Measures;

namespace ReferralHub.Triage;

/// <summary>Adds up what rules did in a period, from what <see cref="RuleMeasureProjection"/> counted by day.</summary>
public sealed class RuleMeasures(HubDatabase database, CurrentScope callerScope)
{
    /// <param name="from">First day of triage, in London.</param>
    /// <param name="to">Last day.</param>
    public async Task<IReadOnlyList<RuleMeasure>> CountAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var counted = await db
            .RuleDays.Where(d => d.Day >= from && d.Day <= to)
            .GroupBy(d => new { d.Pack, d.Rule })
            .Select(g => new RuleMeasure
            {
                Pack = g.Key.Pack,
                Rule = g.Key.Rule,
                Title = "",
                Met = g.Sum(d => d.Met),
                NotMet = g.Sum(d => d.NotMet),
                Unknown = g.Sum(d => d.Unknown),
                Excluded = g.Sum(d => d.Excluded),
                Decided = g.Sum(d => d.Decided),
                Accepted = g.Sum(d => d.Accepted),
                Returned = g.Sum(d => d.Returned),
                ReferredAgain = g.Sum(d => d.ReferredAgain),
                Overridden = g.Sum(d => d.Overridden),
                Opposed = g.Sum(d => d.Opposed),
                DaysAdded = g.Sum(d => d.DaysAdded),
            })
            .ToListAsync(cancellationToken);
        // A rule has the title that it had last.
        var titles = (
            await db
                .RuleDays.Where(d => d.Day >= from && d.Day <= to)
                .GroupBy(d => new
                {
                    d.Pack,
                    d.Rule,
                    d.Title,
                })
                .Select(g => new
                {
                    g.Key.Pack,
                    g.Key.Rule,
                    g.Key.Title,
                    Last = g.Max(d => d.Day),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(t => (t.Pack, t.Rule));
        var avoided = (
            await db
                .RulesAvoided.Where(a => a.Day >= from && a.Day <= to)
                .GroupBy(a => new
                {
                    a.Pack,
                    a.Rule,
                    a.Specialty,
                })
                .Select(g => new
                {
                    g.Key.Pack,
                    g.Key.Rule,
                    g.Key.Specialty,
                    Count = g.Sum(a => a.Count),
                })
                .Where(a => a.Count > 0)
                .ToListAsync(cancellationToken)
        ).ToLookup(a => (a.Pack, a.Rule), a => (a.Specialty, a.Count));
        var prices = await db
            .SpecialtyPriceDays.Where(p => p.Day >= from && p.Day <= to)
            .GroupBy(p => p.Specialty)
            .Select(g => new
            {
                g.Key,
                Pence = g.Sum(p => p.Pence),
                Count = g.Sum(p => p.Count),
            })
            .ToDictionaryAsync(p => p.Key, p => p.Pence / p.Count, cancellationToken);
        foreach (var measure in counted)
        {
            measure.Title = titles[(measure.Pack, measure.Rule)].MaxBy(t => t.Last)!.Title;
            measure.PenceMoved = EstimatePence(avoided[(measure.Pack, measure.Rule)], prices);
        }

        return [.. counted.OrderBy(m => m.Pack, StringComparer.Ordinal).ThenBy(m => m.Rule, StringComparer.Ordinal)];
    }

    /// <summary>0 when nothing was avoided; null when no price of what was is known.</summary>
    static long? EstimatePence(IEnumerable<(string Specialty, int Count)> avoided, Dictionary<string, long> prices)
    {
        var known = avoided.Select(a => prices.TryGetValue(a.Specialty, out var mean) ? mean * a.Count : (long?)null).ToList();
        return known.Count > 0 && known.TrueForAll(k => k is null) ? null : known.Sum() ?? 0;
    }
}
