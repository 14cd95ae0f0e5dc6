using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>Prices of all loads there ever were, by the names that postings have of them.</summary>
sealed class PriceVersions
{
    readonly Dictionary<string, List<(DateOnly From, DateOnly To)>> periods = new(StringComparer.Ordinal);

    /// <summary>No arrangements ever said that some referral leads to nothing.</summary>
    public bool IsCareExpected { get; private set; } = true;

    public static async Task<PriceVersions> ReadAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var versions = new PriceVersions();
        foreach (var load in await db.CommissioningLoads.AsNoTracking().OrderBy(l => l.Number).ToListAsync(cancellationToken))
        {
            var configuration = await KeptLoads.ReadAsync(db, load, cancellationToken);
            versions.IsCareExpected &= configuration.Expected.All(e => e.QuantityPerMille > 0);
            versions.Add(configuration);
        }

        return versions;
    }

    void Add(Configuration configuration)
    {
        foreach (var row in configuration.Prices)
        {
            var version = row.Version;
            if (!periods.TryGetValue(version, out var rows))
                periods[version] = rows = [];
            rows.Add((row.Period.From, row.Period.To ?? DateOnly.MaxValue));
        }
    }

    /// <summary>Whether a price of this name held on some day of the month. The directory's own are not dated.</summary>
    public bool IsInForce(string version, DateOnly month) =>
        version == ReadArrangements.DirectoryPrices
        || (periods.TryGetValue(version, out var rows) && rows.Exists(r => r.From < month.AddMonths(1) && r.To >= month));
}
