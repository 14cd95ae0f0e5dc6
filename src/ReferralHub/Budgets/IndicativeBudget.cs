using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Budgets;

/// <summary>
/// A practice's indicative budget for first attendances in a financial year (April to March). Notional: nobody holds the money.
/// </summary>
public sealed class IndicativeBudget
{
    public required string Practice { get; init; }

    /// <summary>Calendar year in which the financial year starts.</summary>
    public int YearStarting { get; init; }

    public long Pence { get; set; }

    /// <summary>Where the figure comes from; shown beside it.</summary>
    public required string Source { get; set; }
}

sealed class IndicativeBudgetTable : IEntityTypeConfiguration<IndicativeBudget>
{
    public void Configure(EntityTypeBuilder<IndicativeBudget> builder)
    {
        builder.ToTable("indicative_budget");
        builder.HasKey(b => new { b.Practice, b.YearStarting });
        builder.Property(b => b.Practice).HasMaxLength(12);
    }
}

static class BudgetTables
{
    extension(HubDbContext db)
    {
        public DbSet<IndicativeBudget> Budgets => db.Set<IndicativeBudget>();
    }
}

/// <summary>Loads <c>budgets.csv</c>: practice, yearStarting, pence, source.</summary>
sealed class BudgetLoader(HubDatabase database) : IReferenceDataLoader
{
    const string FileName = "budgets.csv";

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return 0;
        var budgets = CsvFile.Read(file, ["practice", "yearStarting", "pence", "source"], Read);
        await database.WriteAsync(
            async (db, token) =>
            {
                await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                await db.Budgets.ExecuteDeleteAsync(token);
                db.Budgets.AddRange(budgets);
            },
            cancellationToken
        );
        return budgets.Count;
    }

    static (IndicativeBudget?, string?) Read(Func<string, string> field) =>
        !OdsCode.TryParse(field("practice"), out var practice) ? (null, "practice is not an ODS code")
        : !int.TryParse(field("yearStarting"), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? (null, "yearStarting is not a year")
        : !long.TryParse(field("pence"), NumberStyles.None, CultureInfo.InvariantCulture, out var pence)
            ? (null, "pence is not a whole number")
        : field("source").Length == 0 ? (null, "a budget needs its source")
        : (
            new()
            {
                Practice = practice.Value,
                YearStarting = year,
                Pence = pence,
                Source = field("source"),
            },
            null
        );
}
