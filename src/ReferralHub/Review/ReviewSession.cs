using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>Reviewing one referral after the other, from "Start review" until it is ended.</summary>
public sealed class ReviewSession
{
    public Guid Id { get; init; }

    public required string Reviewer { get; init; }

    public DateTime Started { get; init; }

    public DateTime? Ended { get; set; }
}

sealed class ReviewSessionTable : IEntityTypeConfiguration<ReviewSession>
{
    public void Configure(EntityTypeBuilder<ReviewSession> builder)
    {
        builder.ToTable("review_session");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Reviewer).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.HasIndex(s => new { s.Reviewer, s.Started });
    }
}

static class ReviewSessionTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReviewSession> ReviewSessions => db.Set<ReviewSession>();
    }

    extension(IQueryable<ReviewSession> sessions)
    {
        /// <summary>The session that the reviewer began today and has not ended; null when there is none.</summary>
        public Task<ReviewSession?> FindOpenAsync(string reviewer, DateTime now, CancellationToken cancellationToken)
        {
            var today = WorkingDays.ToStartOfDay(WorkingDays.LocalDate(now));
            return sessions
                .Where(s => s.Reviewer == reviewer && s.Ended == null && s.Started >= today)
                .OrderByDescending(s => s.Started)
                .FirstOrDefaultAsync(cancellationToken);
        }
    }
}
