using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Decide;

namespace ReferralHub.Review;

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

    /// <summary>Whether this clinician signed it, as first or as second reader.</summary>
    public bool IsSignedBy(string? reviewer) => reviewer is not null && (Reviewer == reviewer || SecondReader == reviewer);

    /// <summary>Who stands for it, as the practice reads it.</summary>
    public string DescribeAuthors() => $"{Reviewer}, {ReviewerRole}" + (SecondReader is null ? "" : $"; agreed by {SecondReader}");
}

sealed class ReviewDecisionTable : IEntityTypeConfiguration<ReviewDecision>
{
    public void Configure(EntityTypeBuilder<ReviewDecision> builder)
    {
        builder.ToTable("review_decision");
        builder.HasKey(d => new { d.Referral, d.Version });
        builder.Property(d => d.Text).HasMaxLength(ReviewLimits.TextCharactersMax);
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(d => d.SecondReader).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.HasIndex(d => new { d.Reviewer, d.At });
    }
}

static class ReviewDecisionTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewDecision> ReviewDecisions => db.Set<ReviewDecision>();

        /// <summary>The return that this referral is the appeal of; null when it is none.</summary>
        public async Task<ReviewDecision?> FindAppealedReturnAsync(ReferralJourney journey, CancellationToken cancellationToken) =>
            journey.Follows is { } first && journey.Has(Flags.Appealed)
                ? await db
                    .ReviewDecisions.Where(d => d.Referral == first && d.Outcome == ReviewOutcome.Return)
                    .OrderByDescending(d => d.Version)
                    .FirstOrDefaultAsync(cancellationToken)
                : null;
    }
}
