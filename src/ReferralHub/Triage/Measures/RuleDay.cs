using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage.Measures;

/// <summary>What one rule did with the referrals that were triaged on one day, and what became of them.</summary>
public sealed class RuleDay
{
    public required string Pack { get; init; }

    public required string Rule { get; init; }

    /// <summary>Day of triage, England's calendar.</summary>
    public DateOnly Day { get; init; }

    public required string Title { get; set; }

    public int Met { get; set; }

    public int NotMet { get; set; }

    public int Unknown { get; set; }

    public int Excluded { get; set; }

    public int Decided { get; set; }

    public int Accepted { get; set; }

    public int Returned { get; set; }

    public int ReferredAgain { get; set; }

    public int Overridden { get; set; }

    public int Opposed { get; set; }

    public double DaysAdded { get; set; }
}

/// <summary>Referrals to one specialty that one rule led to, that went back, and that were not referred again.</summary>
public sealed class RuleAvoided
{
    public required string Pack { get; init; }

    public required string Rule { get; init; }

    /// <summary>Code of the treatment function; empty when none was named.</summary>
    public required string Specialty { get; init; }

    /// <summary>Day of triage.</summary>
    public DateOnly Day { get; init; }

    public int Count { get; set; }
}

/// <summary>Prices of first attendances that were chosen in one specialty on one day.</summary>
public sealed class SpecialtyPriceDay
{
    public required string Specialty { get; init; }

    /// <summary>Day of choice.</summary>
    public DateOnly Day { get; init; }

    public int Count { get; set; }

    /// <summary>All of them together.</summary>
    public long Pence { get; set; }
}

sealed class RuleDayTable : IEntityTypeConfiguration<RuleDay>
{
    public void Configure(EntityTypeBuilder<RuleDay> builder)
    {
        builder.ToTable("rule_day");
        builder.HasKey(d => new
        {
            d.Day,
            d.Pack,
            d.Rule,
        });
        builder.Property(d => d.Pack).HasMaxLength(100);
        builder.Property(d => d.Rule).HasMaxLength(60);
    }
}

sealed class RuleAvoidedTable : IEntityTypeConfiguration<RuleAvoided>
{
    public void Configure(EntityTypeBuilder<RuleAvoided> builder)
    {
        builder.ToTable("rule_avoided");
        builder.HasKey(d => new
        {
            d.Day,
            d.Pack,
            d.Rule,
            d.Specialty,
        });
        builder.Property(d => d.Pack).HasMaxLength(100);
        builder.Property(d => d.Rule).HasMaxLength(60);
        builder.Property(d => d.Specialty).HasMaxLength(10);
    }
}

sealed class SpecialtyPriceDayTable : IEntityTypeConfiguration<SpecialtyPriceDay>
{
    public void Configure(EntityTypeBuilder<SpecialtyPriceDay> builder)
    {
        builder.ToTable("specialty_price_day");
        builder.HasKey(d => new { d.Day, d.Specialty });
        builder.Property(d => d.Specialty).HasMaxLength(10);
    }
}

static class MeasureTables
{
    extension(HubDbContext db)
    {
        public DbSet<RuleDay> RuleDays => db.Set<RuleDay>();

        public DbSet<RuleAvoided> RulesAvoided => db.Set<RuleAvoided>();

        public DbSet<SpecialtyPriceDay> SpecialtyPriceDays => db.Set<SpecialtyPriceDay>();
    }
}
