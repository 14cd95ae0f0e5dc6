using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Activity;

/// <summary>Counts for one practice, specialty, provider and month. What happens before a provider is known has provider "".</summary>
public sealed class ActivityMonth
{
    public const string Unknown = "unknown";

    public required string Practice { get; init; }

    public required string Specialty { get; init; }

    public required string Provider { get; init; }

    /// <summary>First day of the month, England's calendar.</summary>
    public DateOnly Month { get; init; }

    public int Received { get; set; }

    public int FastTracked { get; set; }

    public int AcceptedByRule { get; set; }

    public int SentToReview { get; set; }

    public int InformationRequested { get; set; }

    public int AcceptedByClinician { get; set; }

    public int Returned { get; set; }

    public int Chosen { get; set; }

    public int Declined { get; set; }

    public int HandedOver { get; set; }

    public int Cancelled { get; set; }

    public int DeadlinesPassed { get; set; }

    /// <summary>Days from receipt to choice of provider, added up; divide by <see cref="Chosen"/>.</summary>
    public int DaysInHub { get; set; }

    /// <summary>
    /// First attendances that were chosen in the month, at their prices, in pence, less what was withdrawn or declined in it, whenever
    /// that had been chosen: below nought when more was taken back.
    /// </summary>
    public long CommittedPence { get; set; }
}

/// <summary>One referral as activity counts it; lets a withdrawal take back exactly what a choice committed.</summary>
public sealed class ActivityReferral
{
    public Guid Referral { get; init; }

    public required string Practice { get; set; }

    public DateTime Received { get; init; }

    public string? Specialty { get; set; }

    public string? Provider { get; set; }

    /// <summary>When the choice was made that stands; null when nothing was chosen or it was taken back.</summary>
    public DateTime? ChosenAt { get; set; }

    /// <summary>What is committed at present; 0 when nothing was chosen, it was taken back, or it has no price.</summary>
    public long CommittedPence { get; set; }
}

sealed class ActivityMonthTable : IEntityTypeConfiguration<ActivityMonth>
{
    public void Configure(EntityTypeBuilder<ActivityMonth> builder)
    {
        builder.ToTable("activity_month");
        builder.HasKey(m => new
        {
            m.Practice,
            m.Month,
            m.Specialty,
            m.Provider,
        });
        builder.Property(m => m.Practice).HasMaxLength(12);
        builder.Property(m => m.Specialty).HasMaxLength(10);
        builder.Property(m => m.Provider).HasMaxLength(12);
    }
}

sealed class ActivityReferralTable : IEntityTypeConfiguration<ActivityReferral>
{
    public void Configure(EntityTypeBuilder<ActivityReferral> builder)
    {
        builder.ToTable("activity_referral");
        builder.HasKey(r => r.Referral);
        builder.Property(r => r.Practice).HasMaxLength(12);
        builder.HasIndex(r => new { r.Practice, r.ChosenAt });
    }
}

static class ActivityTables
{
    extension(HubDbContext db)
    {
        public DbSet<ActivityMonth> ActivityMonths => db.Set<ActivityMonth>();

        public DbSet<ActivityReferral> ActivityReferrals => db.Set<ActivityReferral>();
    }
}
