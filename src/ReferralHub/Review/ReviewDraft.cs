using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Decide;

namespace ReferralHub.Review;

/// <summary>What a reviewer has typed and not sent: the fields of the form, as JSON.</summary>
public sealed class ReviewDraft
{
    public Guid Referral { get; init; }

    public required string Reviewer { get; init; }

    public required string Fields { get; set; }

    public DateTime Saved { get; set; }
}

sealed class ReviewDraftTable : IEntityTypeConfiguration<ReviewDraft>
{
    public void Configure(EntityTypeBuilder<ReviewDraft> builder)
    {
        builder.ToTable("review_draft");
        builder.HasKey(d => new { d.Referral, d.Reviewer });
        builder.Property(d => d.Reviewer).HasMaxLength(ReviewLimits.NameCharactersMax);
    }
}

static class ReviewDraftTables
{
    /// <summary>More than any field may hold once it is sent, so that nothing is cut off before it can be shortened.</summary>
    const int CharactersMax = 200_000;

    extension(HubDbContext db)
    {
        public DbSet<ReviewDraft> ReviewDrafts => db.Set<ReviewDraft>();

        /// <summary>Keeps what was typed; it is saved with whatever else the caller does.</summary>
        public async Task KeepDraftAsync(
            Guid referral,
            string reviewer,
            DecisionForm form,
            DateTime now,
            CancellationToken cancellationToken
        )
        {
            var draft = await db
                .ReviewDrafts.AsTracking()
                .FirstOrDefaultAsync(d => d.Referral == referral && d.Reviewer == reviewer, cancellationToken);
            var fields = JsonSerializer.Serialize(form.Cut(CharactersMax));
            if (draft is null)
                db.ReviewDrafts.Add(
                    new()
                    {
                        Referral = referral,
                        Reviewer = reviewer,
                        Fields = fields,
                        Saved = now,
                    }
                );
            else
                (draft.Fields, draft.Saved) = (fields, now);
        }

        /// <summary>What was typed and when it was saved; null when there is no draft.</summary>
        public async Task<(DecisionForm Form, DateTime Saved)?> ReadDraftAsync(
            Guid referral,
            string reviewer,
            CancellationToken cancellationToken
        ) =>
            await db.ReviewDrafts.FirstOrDefaultAsync(d => d.Referral == referral && d.Reviewer == reviewer, cancellationToken) is { } draft
                ? (JsonSerializer.Deserialize<DecisionForm>(draft.Fields) ?? new(), draft.Saved)
                : null;
    }
}
