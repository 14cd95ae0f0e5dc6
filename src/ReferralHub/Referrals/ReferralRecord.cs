using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals;

/// <summary>What people and other systems look a referral up by, and its facts as they stand. One row for each journey.</summary>
public sealed class ReferralRecord
{
    public Guid Referral { get; init; }

    public string? NhsNumber { get; set; }

    public string? Family
    {
        get;
        set
        {
            field = value;
            FamilyKey = ToFamilyKey(value);
        }
    }

    /// <summary>
    /// The family name as names are compared (<see cref="PersonName.Fold"/>), byte by byte, so that finding by its beginning means
    /// the same on every database. Rows of earlier builds have it in capitals only.
    /// </summary>
    public string? FamilyKey { get; private set; }

    public string? Given { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Gender { get; set; }

    public string? Reason { get; set; }

    public string? FullUrl { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>JSON of <see cref="ReferralFacts"/>.</summary>
    public required byte[] Facts { get; set; }

    public static string? ToFamilyKey(string? family) => family is null ? null : PersonName.Fold(family);

    public ReferralFacts ReadFacts() => ReferralFacts.Read(Facts);
}

sealed class ReferralRecordTable : IEntityTypeConfiguration<ReferralRecord>
{
    public void Configure(EntityTypeBuilder<ReferralRecord> builder)
    {
        builder.ToTable("referral");
        builder.HasKey(r => r.Referral);
        builder.Property(r => r.NhsNumber).HasMaxLength(20);
        builder.HasIndex(r => r.NhsNumber);
        builder.HasIndex(r => r.FamilyKey);
        builder.HasIndex(r => r.FullUrl);
        builder.HasIndex(r => r.CorrelationId);
    }
}

static class ReferralTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReferralRecord> Referrals => db.Set<ReferralRecord>();
    }
}
