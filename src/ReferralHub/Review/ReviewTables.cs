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

/// <summary>A decision of a named clinician. Never changed.</summary>
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

    public DateTime At { get; init; }
}

/// <summary>A reviewer has a referral open: a lease, not a lock.</summary>
public sealed class ReviewClaim
{
    public Guid Referral { get; init; }

    public required string Reviewer { get; set; }

    public DateTime Since { get; set; }

    public DateTime Until { get; set; }
}

sealed class ReviewDecisionTable : IEntityTypeConfiguration<ReviewDecision>
{
    public void Configure(EntityTypeBuilder<ReviewDecision> builder)
    {
        builder.ToTable("review_decision");
        builder.HasKey(d => new { d.Referral, d.Version });
        builder.Property(d => d.Text).HasMaxLength(8000);
    }
}

sealed class ReviewClaimTable : IEntityTypeConfiguration<ReviewClaim>
{
    public void Configure(EntityTypeBuilder<ReviewClaim> builder)
    {
        builder.ToTable("review_claim");
        builder.HasKey(c => c.Referral);
    }
}

static class ReviewTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewDecision> ReviewDecisions => db.Set<ReviewDecision>();

        public DbSet<ReviewClaim> ReviewClaims => db.Set<ReviewClaim>();
    }
}
