using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Triage;

namespace ReferralHub.Review;

/// <summary>An interest that a reviewer has declared in a provider.</summary>
public sealed class ReviewerInterest : Interest
{
    /// <summary>Name as the reviewer signs.</summary>
    public required string Reviewer { get; init; }
}

sealed class ReviewerInterestTable : IEntityTypeConfiguration<ReviewerInterest>
{
    public void Configure(EntityTypeBuilder<ReviewerInterest> builder)
    {
        builder.ToTable("reviewer_interest");
        builder.HasKey(i => new
        {
            i.Reviewer,
            i.Provider,
            i.From,
        });
        builder.Property(i => i.Reviewer).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(i => i.Provider).HasMaxLength(12);
        builder.Property(i => i.Nature).HasMaxLength(Interest.NatureCharactersMax);
    }
}
