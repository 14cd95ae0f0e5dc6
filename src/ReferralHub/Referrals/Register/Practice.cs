using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Register;

/// <summary>A practice of this centre's area.</summary>
public sealed class Practice
{
    public required string Ods { get; init; }

    public required string Name { get; set; }

    public int ListSize { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>The day from which it is closed; null while nobody has said that it closes.</summary>
    public DateOnly? Closed { get; set; }
}

sealed class PracticeTable : IEntityTypeConfiguration<Practice>
{
    public void Configure(EntityTypeBuilder<Practice> builder)
    {
        builder.ToTable("practice");
        builder.HasKey(p => p.Ods);
        builder.Property(p => p.Ods).HasMaxLength(12);
    }
}

static class RegisterTables
{
    extension(HubDbContext db)
    {
        public DbSet<Practice> Practices => db.Set<Practice>();
    }
}
