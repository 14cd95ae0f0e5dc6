using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents;

/// <summary>One message that was processed. Sender and message id together are unique for ever.</summary>
public sealed class Submission
{
    public Guid Id { get; init; }

    public required string Sender { get; init; }

    public required string MessageId { get; init; }

    /// <summary>SHA-256 of the bytes, hex.</summary>
    public required string ContentHash { get; init; }

    /// <summary>One of <see cref="SubmissionCodes"/>.</summary>
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

static class SubmissionTables
{
    extension(HubDbContext db)
    {
        public DbSet<Submission> Submissions => db.Set<Submission>();
    }
}
