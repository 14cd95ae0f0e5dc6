using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>What a reviewer may decide.</summary>
public enum ReviewOutcome
{
    Accept,
    Ask,
    Return,
}

/// <summary>A decision of a named clinician that took effect. Never changed.</summary>
public sealed class ReviewDecision
{
    public Guid Referral { get; init; }

    /// <summary>Version of the journey that the decision made.</summary>
    public int Version { get; init; }

    public ReviewOutcome Outcome { get; init; }

    public required string Reviewer { get; init; }

    /// <summary>Profession or role, as the practice will read it.</summary>
    public required string ReviewerRole { get; init; }

    /// <summary>Code of <see cref="ReturnReasons"/>, for a return.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>What the practice is told or asked, or why specialty or priority were changed.</summary>
    public string? Text { get; init; }

    public string? SpecialtyBefore { get; init; }

    public string? SpecialtyAfter { get; init; }

    public string? PriorityBefore { get; init; }

    public string? PriorityAfter { get; init; }

    /// <summary>The second clinician who agreed with a return, where the centre asks for one.</summary>
    public string? SecondReader { get; init; }

    /// <summary>When it was decided; the journey moved when it could no longer be undone.</summary>
    public DateTime At { get; init; }
}

/// <summary>
/// A decision that has not taken effect: it can still be undone, or waits for a second reader. It counts for as long as
/// the referral has not left the review in which it was made.
/// </summary>
public sealed class PendingDecision
{
    public Guid Referral { get; init; }

    /// <summary>When the referral came into this review; another time means that the decision was overtaken.</summary>
    public DateTime StageEntered { get; init; }

    public ReviewOutcome Outcome { get; init; }

    public required string Reviewer { get; init; }

    public required string ReviewerRole { get; init; }

    public string? ReasonCode { get; init; }

    public string? Text { get; init; }

    public string? Specialty { get; init; }

    public string? Priority { get; init; }

    public string? SecondReader { get; init; }

    public DateTime At { get; init; }

    /// <summary>When it takes effect; null while a second reader has not agreed.</summary>
    public DateTime? Effect { get; init; }

    /// <summary>Deadline of the review, which an undone decision gets back.</summary>
    public DateTime Due { get; init; }

    public DateTime? EscalateAt { get; init; }

    public DecisionRequest ToRequest(int version) => new(Outcome, Reviewer, ReviewerRole, version, ReasonCode, Text, Specialty, Priority);
}

/// <summary>A reviewer has a referral open: a lease, not a lock.</summary>
public sealed class ReviewClaim
{
    public Guid Referral { get; init; }

    public required string Reviewer { get; set; }

    public DateTime Since { get; set; }

    public DateTime Until { get; set; }
}

/// <summary>What a reviewer has typed and not sent: the fields of the form, as JSON.</summary>
public sealed class ReviewDraft
{
    public Guid Referral { get; init; }

    public required string Reviewer { get; init; }

    public required string Fields { get; set; }

    public DateTime Saved { get; set; }
}

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
}

/// <summary>Reviewing one referral after the other, from "Start review" until it is ended.</summary>
public sealed class ReviewSession
{
    public Guid Id { get; init; }

    public required string Reviewer { get; init; }

    public DateTime Started { get; init; }

    public DateTime? Ended { get; set; }
}

sealed class ReviewDecisionTable : IEntityTypeConfiguration<ReviewDecision>
{
    public void Configure(EntityTypeBuilder<ReviewDecision> builder)
    {
        builder.ToTable("review_decision");
        builder.HasKey(d => new { d.Referral, d.Version });
        builder.Property(d => d.Text).HasMaxLength(8000);
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.Property(d => d.SecondReader).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.HasIndex(d => new { d.Reviewer, d.At });
    }
}

sealed class PendingDecisionTable : IEntityTypeConfiguration<PendingDecision>
{
    public void Configure(EntityTypeBuilder<PendingDecision> builder)
    {
        builder.ToTable("pending_decision");
        builder.HasKey(d => d.Referral);
        builder.Property(d => d.Text).HasMaxLength(8000);
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.Property(d => d.SecondReader).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.HasIndex(d => new { d.Reviewer, d.At });
    }
}

sealed class ReviewClaimTable : IEntityTypeConfiguration<ReviewClaim>
{
    public void Configure(EntityTypeBuilder<ReviewClaim> builder)
    {
        builder.ToTable("review_claim");
        builder.HasKey(c => c.Referral);
        builder.HasIndex(c => c.Until);
    }
}

sealed class ReviewDraftTable : IEntityTypeConfiguration<ReviewDraft>
{
    public void Configure(EntityTypeBuilder<ReviewDraft> builder)
    {
        builder.ToTable("review_draft");
        builder.HasKey(d => new { d.Referral, d.Reviewer });
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewRules.NameCharactersMax);
    }
}

sealed class ReviewActTable : IEntityTypeConfiguration<ReviewAct>
{
    public void Configure(EntityTypeBuilder<ReviewAct> builder)
    {
        builder.ToTable("review_act");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.By).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.Property(a => a.Text).HasMaxLength(8000);
        builder.HasIndex(a => a.Referral);
        builder.HasIndex(a => a.Session).HasFilter("session IS NOT NULL");
        builder.HasIndex(a => new { a.By, a.At });
    }
}

sealed class ReviewSessionTable : IEntityTypeConfiguration<ReviewSession>
{
    public void Configure(EntityTypeBuilder<ReviewSession> builder)
    {
        builder.ToTable("review_session");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Reviewer).HasMaxLength(ReviewRules.NameCharactersMax);
        builder.HasIndex(s => new { s.Reviewer, s.Started });
    }
}

static class ReviewTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewDecision> ReviewDecisions => db.Set<ReviewDecision>();

        public DbSet<PendingDecision> PendingDecisions => db.Set<PendingDecision>();

        public DbSet<ReviewClaim> ReviewClaims => db.Set<ReviewClaim>();

        public DbSet<ReviewDraft> ReviewDrafts => db.Set<ReviewDraft>();

        public DbSet<ReviewAct> ReviewActs => db.Set<ReviewAct>();

        public DbSet<ReviewSession> ReviewSessions => db.Set<ReviewSession>();
    }
}
