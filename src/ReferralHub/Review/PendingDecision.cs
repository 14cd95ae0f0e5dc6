using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Decide;

namespace ReferralHub.Review;

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

sealed class PendingDecisionTable : IEntityTypeConfiguration<PendingDecision>
{
    public void Configure(EntityTypeBuilder<PendingDecision> builder)
    {
        builder.ToTable("pending_decision");
        builder.HasKey(d => d.Referral);
        builder.Property(d => d.Text).HasMaxLength(ReviewLimits.TextCharactersMax);
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(d => d.SecondReader).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.HasIndex(d => new { d.Reviewer, d.At });
    }
}

static class PendingDecisionTables
{
    extension(HubDbContext db)
    {
        public DbSet<PendingDecision> PendingDecisions => db.Set<PendingDecision>();

        /// <summary>
        /// The decision that waits to take effect, tracked; null when the referral has left the review in which it was made.
        /// </summary>
        public async Task<PendingDecision?> FindPendingDecisionAsync(ReferralJourney journey, CancellationToken cancellationToken)
        {
            if (journey.Stage != Stage.InReview)
                return null;
            return await db
                .PendingDecisions.AsTracking()
                .FirstOrDefaultAsync(p => p.Referral == journey.Id && p.StageEntered == journey.StageEntered, cancellationToken);
        }
    }
}
