using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>Prices of all loads there ever were, by the names that postings have of them.</summary>
sealed class PriceVersions
{
    readonly Dictionary<string, List<(DateOnly From, DateOnly To)>> periods = new(StringComparer.Ordinal);

    public static async Task<PriceVersions> ReadAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var versions = new PriceVersions();
        foreach (var load in await db.CommissioningLoads.AsNoTracking().OrderBy(l => l.Number).ToListAsync(cancellationToken))
        foreach (var row in (await KeptLoads.ReadAsync(db, load, cancellationToken)).Prices)
        {
            var version = ReadArrangements.FindVersion(row);
            if (!versions.periods.TryGetValue(version, out var rows))
                versions.periods[version] = rows = [];
            rows.Add((row.Period.From, row.Period.To ?? DateOnly.MaxValue));
        }

        return versions;
    }

    /// <summary>Whether a price of this name held on some day of the month. The directory's own are not dated.</summary>
    public bool IsInForce(string version, DateOnly month) =>
        version == ReadArrangements.DirectoryPrices
        || (periods.TryGetValue(version, out var rows) && rows.Exists(r => r.From < month.AddMonths(1) && r.To >= month));
}
