using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books;

/// <summary>When referrals were received, from the first event of each: it decides which line pays, whenever the patient chooses.</summary>
static class ReceivedDays
{
    /// <param name="events">Those of them that are choices are looked up, in one query.</param>
    public static async Task<IReadOnlyDictionary<Guid, DateOnly>> FindAsync(
        HubDbContext db,
        IEnumerable<LogEvent> events,
        CancellationToken cancellationToken
    )
    {
        var ids = events.Where(e => e.Type == EventTypes.Chosen).Select(e => e.Referral).Distinct().ToList();
        return ids.Count == 0 ? new Dictionary<Guid, DateOnly>() : await FindAsync(db, ids, cancellationToken);
    }

    /// <param name="ids">Of referrals; they are looked up in one query.</param>
    public static async Task<IReadOnlyDictionary<Guid, DateOnly>> FindAsync(
        HubDbContext db,
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var first = await db
            .Log.AsNoTracking()
            .Where(e => ids.Contains(e.Referral) && e.Version == 1)
            .Select(e => new
            {
                e.Referral,
                e.At,
                e.Data,
            })
            .ToListAsync(cancellationToken);
        return first.ToDictionary(e => e.Referral, e => WorkingDays.LocalDate(EventData.Read(e.Data).Received ?? e.At));
    }
}
