using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>How many referrals wait, by what one may choose from.</summary>
public sealed record QueueCounts(
    IReadOnlyList<(string? Specialty, int Count)> Specialties,
    IReadOnlyDictionary<TimeBand, int> Bands,
    IReadOnlyDictionary<Priority, int> Priorities,
    IReadOnlyDictionary<ReadFirst, int> First
)
{
    public static QueueCounts None { get; } =
        new([], new Dictionary<TimeBand, int>(), new Dictionary<Priority, int>(), new Dictionary<ReadFirst, int>());

    /// <summary>How many are read before all others, whatever their specialty.</summary>
    public int CountFirst() => First.Where(f => f.Key != ReadFirst.No).Sum(f => f.Value);

    /// <summary>How many wait in the specialties of a user; what names no specialty is everybody's.</summary>
    public int CountFor(HubUser user) =>
        Specialties
            .Where(s => user.Specialties.Count == 0 || s.Specialty is null || user.Specialties.Contains(s.Specialty))
            .Sum(s => s.Count);
}

/// <summary>Counts the referrals that wait, at most every five seconds, however many look.</summary>
public sealed class CountQueue(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    static readonly TimeSpan CountsKept = TimeSpan.FromSeconds(5);

    (DateTime At, QueueCounts Counts)? kept;

    public async Task<QueueCounts> CountAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (kept is { } recent && now - recent.At < CountsKept && now >= recent.At)
            return recent.Counts;
        await using var db = database.OpenRead(callerScope.Read());
        var (_, tomorrow, later) = TimeBands.FromNow(now);
        var counts = await QueueQuery
            .SelectWaiting(db)
            .GroupBy(j => new
            {
                j.Specialty,
                j.Priority,
                j.ReadFirst,
                Band = j.Due < now ? TimeBand.Overdue
                : j.Due < tomorrow ? TimeBand.Today
                : j.Due < later ? TimeBand.Soon
                : TimeBand.Later,
            })
            .Select(g => new
            {
                g.Key.Specialty,
                g.Key.Priority,
                g.Key.ReadFirst,
                g.Key.Band,
                Count = g.Count(),
            })
            .ToListAsync(cancellationToken);
        var made = new QueueCounts(
            [
                .. counts
                    .GroupBy(c => c.Specialty)
                    .Select(g => (g.Key, Count: g.Sum(c => c.Count)))
                    .OrderByDescending(c => c.Count)
                    .ThenBy(c => c.Key, StringComparer.Ordinal),
            ],
            counts.GroupBy(c => c.Band).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            counts.GroupBy(c => c.Priority).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            counts.GroupBy(c => c.ReadFirst).ToDictionary(g => g.Key, g => g.Sum(c => c.Count))
        );
        kept = (now, made);
        return made;
    }
}
