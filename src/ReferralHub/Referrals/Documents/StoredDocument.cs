using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents;

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

static class DocumentTables
{
    extension(HubDbContext db)
    {
        public DbSet<StoredDocument> Documents => db.Set<StoredDocument>();
    }
}
