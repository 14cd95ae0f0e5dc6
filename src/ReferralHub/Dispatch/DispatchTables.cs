using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>How far a message to a provider has come. A 200 without acknowledgement is Sent, never Accepted.</summary>
public enum DispatchState
{
    Failing,
    Sent,
    Accepted,
    Declined,

    /// <summary>About to be sent, or sent and not heard of: the provider may have it.</summary>
    Sending,

    /// <summary>The provider knows that the practice took it back.</summary>
    Withdrawn,
}

/// <summary>One referral as sent to one provider.</summary>
public sealed class DispatchedMessage
{
    /// <summary>
    /// Id of the message Bundle: random, so that nobody can guess it, and kept before the message is sent, so that a repeat after a
    /// crash carries the same one.
    /// </summary>
    public Guid MessageId { get; init; }

    public Guid Referral { get; init; }

    /// <summary>Version of the choice that the message was made from: each has one message. Null in rows of earlier builds.</summary>
    public int? BasisVersion { get; init; }

    public required string Service { get; init; }

    public required string Provider { get; init; }

    public required string Endpoint { get; set; }

    public DispatchState State { get; set; }

    /// <summary>Rounds of sending so far; each has up to three tries.</summary>
    public int Rounds { get; set; }

    /// <summary>Code of the last failure or of the provider's reason.</summary>
    public string? Reason { get; set; }

    public DateTime FirstTried { get; init; }

    public DateTime? Sent { get; set; }

    public DateTime? Answered { get; set; }

    /// <summary>Version of the document that the provider has, or is being sent.</summary>
    public int DocumentVersion { get; set; }

    /// <summary>The message, Brotli, for as long as it may have to be sent again: a repeat is the same to the last byte.</summary>
    public byte[]? Message { get; set; }

    /// <summary>Length of the message before compression.</summary>
    public int MessageLength { get; set; }
}

/// <summary>An amendment or withdrawal as it goes to the provider that has, or may have, the referral.</summary>
public sealed class DispatchedNotice
{
    /// <summary>Id of the message Bundle: random, and kept before the message is sent.</summary>
    public Guid MessageId { get; init; }

    /// <summary>Id of the message that brought this provider the referral.</summary>
    public Guid Dispatch { get; init; }

    public ProviderNotice Notice { get; init; }

    /// <summary>Version of the document that it tells.</summary>
    public int DocumentVersion { get; init; }

    /// <summary>
    /// Version of the document that the provider had before. When two notices arrive in the wrong order the newer one is told again,
    /// and must not be taken for a repeat. Null in rows of earlier builds.
    /// </summary>
    public int? After { get; init; }

    public DateTime FirstTried { get; init; }

    public DateTime? Answered { get; set; }

    /// <summary>Code of the provider's reason not to take it.</summary>
    public string? Reason { get; set; }
}

sealed class DispatchedMessageTable : IEntityTypeConfiguration<DispatchedMessage>
{
    public void Configure(EntityTypeBuilder<DispatchedMessage> builder)
    {
        builder.ToTable("dispatch");
        builder.HasKey(d => d.MessageId);
        builder.HasIndex(d => d.Referral);
        builder.HasIndex(d => new { d.Referral, d.BasisVersion }).IsUnique();
        builder.HasIndex(d => d.Provider);
    }
}

sealed class DispatchedNoticeTable : IEntityTypeConfiguration<DispatchedNotice>
{
    public void Configure(EntityTypeBuilder<DispatchedNotice> builder)
    {
        builder.ToTable("dispatch_notice");
        builder.HasKey(n => n.MessageId);
        builder
            .HasIndex(n => new
            {
                n.Dispatch,
                n.Notice,
                n.DocumentVersion,
                n.After,
            })
            .IsUnique();
    }
}

static class DispatchTables
{
    extension(HubDbContext db)
    {
        public DbSet<DispatchedMessage> Dispatches => db.Set<DispatchedMessage>();

        public DbSet<DispatchedNotice> DispatchedNotices => db.Set<DispatchedNotice>();
    }
}
