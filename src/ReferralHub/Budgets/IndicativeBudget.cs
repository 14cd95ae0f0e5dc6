using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

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
    static readonly ReferenceTable<IndicativeBudget> File = new(
        "budgets.csv",
        ["practice", "yearStarting", "pence", "source"],
        Read,
        b => $"the budget of {b.Practice} for the year from {b.YearStarting}"
    );

    public Task<int> LoadAsync(string folder, CancellationToken cancellationToken) => File.LoadAsync(database, folder, cancellationToken);

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
