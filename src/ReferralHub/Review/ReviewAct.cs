using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>What a reviewer did besides deciding; and each decision, for counting a session.</summary>
public enum ReviewActKind
{
    Decide,
    Undo,
    Skip,
    Defer,
    Refer,
    TakeOver,

    /// <summary>A second reader decided otherwise than the first, or a colleague accepted what had been returned.</summary>
    Overturn,
}

/// <summary>One thing that a reviewer did with a referral. Never changed.</summary>
public sealed class ReviewAct
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    public ReviewActKind Kind { get; init; }

    public required string By { get; init; }

    /// <summary>To whom it was referred, or from whom it was taken, or whose decision was overturned.</summary>
    public string? Other { get; init; }

    public string? Text { get; init; }

    /// <summary>Until when it is deferred.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The session it was part of, when there was one.</summary>
    public Guid? Session { get; init; }

    /// <summary>Seconds since the reviewer had opened it; null when not known.</summary>
    public int? Seconds { get; init; }

    public DateTime At { get; init; }

    internal static ReviewAct Create(
        ReferralJourney journey,
        ReviewActKind kind,
        string by,
        Guid? session,
        DateTime now,
        int? seconds = null,
        string? other = null,
        string? text = null,
        DateTime? until = null
    ) =>
        new()
        {
            Id = EntityId.New(now),
            Referral = journey.Id,
            Kind = kind,
            By = by,
            Session = session,
            At = now,
            Seconds = seconds,
            Other = other,
            Text = text,
            Until = until,
        };
}

sealed class ReviewActTable : IEntityTypeConfiguration<ReviewAct>
{
    public void Configure(EntityTypeBuilder<ReviewAct> builder)
    {
        builder.ToTable("review_act");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.By).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(a => a.Text).HasMaxLength(ReviewLimits.TextCharactersMax);
        builder.HasIndex(a => a.Referral);
        builder.HasIndex(a => a.Session).HasFilter("session IS NOT NULL");
        builder.HasIndex(a => new { a.By, a.At });
    }
}

static class ReviewActTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewAct> ReviewActs => db.Set<ReviewAct>();
    }
}
