using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>The months of events of the log, for whoever asks about them about in their order: a stretch is read at a time.</summary>
sealed class EventMonths(HubDbContext db)
{
    const int StretchMax = 10_000;
    Dictionary<long, DateOnly> stretch = [];

    /// <returns>First day of the month of the event; null where there is none at this place.</returns>
    public DateOnly? Find(long position)
    {
        if (stretch.TryGetValue(position, out var known))
            return known;
        stretch = db
            .Log.AsNoTracking()
            .Where(e => e.Position >= position && e.Position < position + StretchMax)
            .Select(e => new { e.Position, e.At })
            .ToDictionary(e => e.Position!.Value, e => WorkingDays.LocalDate(e.At).FirstOfMonth);
        return stretch.TryGetValue(position, out var month) ? month : null;
    }
}
