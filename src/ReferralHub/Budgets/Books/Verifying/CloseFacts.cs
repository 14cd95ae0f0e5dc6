using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Commissioning;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>What the log says was closed, with which hash: the book keeps both, and may not keep others.</summary>
static class CloseFacts
{
    /// <param name="closes">As the book keeps them.</param>
    /// <param name="through">The place up to which the book has read the log.</param>
    public static async Task<IReadOnlyList<IdentityFault>> CheckAsync(
        HubDbContext db,
        IReadOnlyCollection<MonthClose> closes,
        long through,
        CancellationToken cancellationToken
    )
    {
        var events = await db
            .Log.AsNoTracking()
            .Where(e => e.Position <= through && e.Type == BookEventTypes.MonthClosed)
            .OrderBy(e => e.Position)
            .ToListAsync(cancellationToken);
        var faults = new List<IdentityFault>();
        var told = new HashSet<DateOnly>();
        foreach (var e in events)
        {
            var data = BookEventData.Read(e.Data);
            // Who says it twice changes nothing: the first counts.
            if (data.Month is not { } day || !told.Add(day.FirstOfMonth))
                continue;
            var month = day.FirstOfMonth;
            var kept = closes.FirstOrDefault(c => c.Month == month);
            if (kept is null)
                faults.Add(Fault(month, $"it was closed at {e.Position}, and the book does not know of it."));
            else if (kept.Hash != (data.Balances ?? "") || kept.Position != e.Position)
                faults.Add(
                    Fault(month, $"it was closed at {e.Position} with {data.Balances}, and the book has {kept.Hash} at {kept.Position}.")
                );
        }

        foreach (var close in closes.Where(c => !told.Contains(c.Month)))
            faults.Add(Fault(close.Month, "the book has it closed, and nobody closed it."));
        // The first thing after a close is that estimates are commitments again, so between two events none stands.
        var standing = await db
            .LedgerComponents.Where(c => c.EstimatedMonth != null)
            .Select(c => c.EstimatedMonth!.Value)
            .Distinct()
            .ToListAsync(cancellationToken);
        faults.AddRange(standing.Order().Select(m => Fault(m, "estimates of it stand after its close.")));
        return faults;
    }

    static IdentityFault Fault(DateOnly month, string text) => new(IdentityNames.ClosedMonths, $"{month:yyyy-MM}", text);
}
