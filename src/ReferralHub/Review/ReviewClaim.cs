using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>A reviewer has a referral open: a lease, not a lock.</summary>
public sealed class ReviewClaim
{
    public Guid Referral { get; init; }

    public required string Reviewer { get; set; }

    public DateTime Since { get; set; }

    public DateTime Until { get; set; }
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

static class ReviewClaimTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewClaim> ReviewClaims => db.Set<ReviewClaim>();

        /// <summary>Writes the claim. True when the referral was not the reviewer's before.</summary>
        public async Task<bool> WriteClaimAsync(
            ReferralJourney journey,
            string reviewer,
            DateTime now,
            DateTime until,
            CancellationToken cancellationToken
        )
        {
            var claim = await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, cancellationToken);
            if (claim is null)
                db.ReviewClaims.Add(
                    claim = new()
                    {
                        Referral = journey.Id,
                        Reviewer = reviewer,
                        Since = now,
                    }
                );
            var isNew = claim.Reviewer != reviewer || journey.Owner != reviewer;
            (claim.Reviewer, claim.Until) = (reviewer, until);
            if (isNew)
                claim.Since = now;
            return isNew;
        }
    }
}
