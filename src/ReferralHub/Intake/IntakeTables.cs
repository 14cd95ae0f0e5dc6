using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Intake;

/// <summary>One message that was processed. Sender and message id together are unique for ever.</summary>
public sealed class Submission
{
    public Guid Id { get; init; }

    public required string Sender { get; init; }

    public required string MessageId { get; init; }

    /// <summary>SHA-256 of the bytes, hex.</summary>
    public required string ContentHash { get; init; }

    /// <summary>New, Amendment, Cancellation, EnteredInError, or Conflict.</summary>
    public required string Kind { get; init; }

    public Guid Referral { get; init; }

    public int DocumentVersion { get; init; }

    /// <summary>HTTP status of the answer that was given.</summary>
    public int ResponseStatus { get; init; }

    /// <summary>Codes of the remarks that went with the answer, space-separated.</summary>
    public string Remarks { get; init; } = "";

    public string? RequestId { get; init; }

    public string? CorrelationId { get; init; }

    public required string Source { get; init; }

    public DateTime At { get; init; }
}

/// <summary>A message as it came, compressed. Version 1 is the referral, later ones its amendments and withdrawal.</summary>
public sealed class StoredDocument
{
    public Guid Referral { get; init; }

    public int Version { get; init; }

    public required string MediaType { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Length before compression.</summary>
    public int Length { get; init; }

    /// <summary>Brotli.</summary>
    public required byte[] Bytes { get; init; }
}

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
            FamilyKey = KeyOf(value);
        }
    }

    /// <summary>The family name in capitals, compared byte by byte, so that finding by its beginning means the same on every database.</summary>
    public string? FamilyKey { get; private set; }

    public string? Given { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Gender { get; set; }

    public string? Reason { get; set; }

    /// <summary>The sender's first identifier as system|value, lower case without scheme.</summary>
    public string? SenderIdentifier { get; set; }

    public string? FullUrl { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>JSON of <see cref="ReferralFacts"/>.</summary>
    public required byte[] Facts { get; set; }

    public static string? KeyOf(string? family) => family?.ToUpperInvariant();

    public ReferralFacts ReadFacts() => ReferralFacts.Read(Facts);
}

/// <summary>A practice of this centre's area.</summary>
public sealed class Practice
{
    public required string Ods { get; init; }

    public required string Name { get; set; }

    public int ListSize { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }
}

sealed class SubmissionTable : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submission");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Sender).HasMaxLength(120);
        builder.Property(s => s.MessageId).HasMaxLength(200);
        builder.Property(s => s.ContentHash).HasMaxLength(64);
        builder.Property(s => s.Kind).HasMaxLength(20);
        builder.HasIndex(s => new { s.MessageId, s.Sender }).IsUnique();
        builder.HasIndex(s => s.Referral);
    }
}

sealed class StoredDocumentTable : IEntityTypeConfiguration<StoredDocument>
{
    public void Configure(EntityTypeBuilder<StoredDocument> builder)
    {
        builder.ToTable("document");
        builder.HasKey(d => new { d.Referral, d.Version });
        builder.Property(d => d.MediaType).HasMaxLength(60);
        builder.Property(d => d.Sha256).HasMaxLength(64);
    }
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
        builder.HasIndex(r => r.SenderIdentifier);
        builder.HasIndex(r => r.FullUrl);
        builder.HasIndex(r => r.CorrelationId);
    }
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

static class IntakeTables
{
    extension(HubDbContext db)
    {
        public DbSet<Submission> Submissions => db.Set<Submission>();

        public DbSet<StoredDocument> Documents => db.Set<StoredDocument>();

        public DbSet<ReferralRecord> Referrals => db.Set<ReferralRecord>();

        public DbSet<Practice> Practices => db.Set<Practice>();
    }
}
