using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Concerns;

/// <summary>What kind of concern it is.</summary>
public enum ConcernKind
{
    /// <summary>Somebody is dissatisfied and says so: a patient, a family, a practice, a provider.</summary>
    Complaint,

    /// <summary>Something went wrong, or nearly did, that could have harmed a patient.</summary>
    Incident,
}

/// <summary>A complaint or an incident about one referral: whose it is, until when, and how it ended.</summary>
public sealed class Concern
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    public ConcernKind Kind { get; init; }

    /// <summary>What happened, in the words of whoever recorded it.</summary>
    public required string Text { get; init; }

    public required string RecordedBy { get; init; }

    /// <summary>Profession or post of whoever recorded it.</summary>
    public required string RecordedRole { get; init; }

    /// <summary>ODS code of whoever recorded it: the centre's, or a practice's.</summary>
    public required string Organisation { get; init; }

    public DateTime At { get; init; }

    /// <summary>Person or role that answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>Until when, UTC: the end of a working day.</summary>
    public DateTime Due { get; init; }

    public DateTime? Closed { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>What was done about it; null while it is open.</summary>
    public string? Outcome { get; set; }

    public bool IsOverdue(DateTime now) => Closed is null && Due < now;
}

sealed class ConcernTable : IEntityTypeConfiguration<Concern>
{
    public void Configure(EntityTypeBuilder<Concern> builder)
    {
        builder.ToTable("concern");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Text).HasMaxLength(ReviewLimits.TextCharactersMax);
        builder.Property(c => c.Outcome).HasMaxLength(ReviewLimits.TextCharactersMax);
        builder.Property(c => c.RecordedBy).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(c => c.RecordedRole).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(c => c.Organisation).HasMaxLength(12);
        builder.Property(c => c.Owner).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.Property(c => c.ClosedBy).HasMaxLength(ReviewLimits.NameCharactersMax);
        builder.HasIndex(c => c.Referral);
        builder.HasIndex(c => new { c.Closed, c.Due });
    }
}

static class ConcernTables
{
    extension(HubDbContext db)
    {
        public DbSet<Concern> Concerns => db.Set<Concern>();
    }
}
