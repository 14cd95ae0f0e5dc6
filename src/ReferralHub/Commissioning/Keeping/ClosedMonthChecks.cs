using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>Whether a load changes prices of months that are closed without saying why. Which are closed, the log says.</summary>
static class ClosedMonthChecks
{
    /// <summary>Older prices change nothing that anybody restates.</summary>
    const int MonthsBackMax = 180;

    public static async Task<IReadOnlyList<ConfigurationFault>> FindAsync(
        HubDbContext db,
        Configuration before,
        Configuration after,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        // By their subjects, so that the log is not gone through; the calendar may have lost its old months.
        var present = today.FirstOfMonth;
        var months = Enumerable.Range(0, MonthsBackMax).Select(i => present.AddMonths(-i)).ToDictionary(BookSubjects.FindMonth);
        var subjects = months.Keys.ToList();
        var closed = await db
            .Log.AsNoTracking()
            .Where(e => subjects.Contains(e.Referral) && e.Type == BookEventTypes.MonthClosed)
            .Select(e => e.Referral)
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. ClosedMonths.FindChanged(before, after, closed.Select(s => months[s]))];
    }
}
