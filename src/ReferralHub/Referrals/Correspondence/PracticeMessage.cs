using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Correspondence;

/// <summary>What a practice says about its referral without sending it again.</summary>
public enum PracticeMessageKind
{
    /// <summary>An answer to a question.</summary>
    Answer,

    /// <summary>It does not accept a return, and says why.</summary>
    Appeal,

    /// <summary>The referral is no longer wanted.</summary>
    Withdrawal,
}

/// <summary>One message of a practice. Never changed.</summary>
public sealed class PracticeMessage
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    public PracticeMessageKind Kind { get; init; }

    /// <summary>ODS code.</summary>
    public required string Practice { get; init; }

    /// <summary>Who wrote it, and in which role; of a message from another system, what it said.</summary>
    public required string Author { get; init; }

    public required string Text { get; init; }

    public string? AttachmentTitle { get; init; }

    /// <summary>Media type, one of those that <see cref="Documents.AttachmentTypes"/> knows.</summary>
    public string? AttachmentType { get; init; }

    public byte[]? Attachment { get; init; }

    public DateTime At { get; init; }
}

sealed class PracticeMessageTable : IEntityTypeConfiguration<PracticeMessage>
{
    public void Configure(EntityTypeBuilder<PracticeMessage> builder)
    {
        builder.ToTable("practice_message");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Practice).HasMaxLength(12);
        builder.Property(m => m.Text).HasMaxLength(8000);
        builder.HasIndex(m => new { m.Referral, m.At });
    }
}

static class PracticeMessageTables
{
    extension(HubDbContext db)
    {
        public DbSet<PracticeMessage> PracticeMessages => db.Set<PracticeMessage>();
    }
}
