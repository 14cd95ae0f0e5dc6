using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>
/// Something a person must look at that is not a stage of a referral: a message id used twice, a choice link locked.
/// Stays open until somebody says how it was settled.
/// </summary>
public sealed class WorkItem
{
    public Guid Id { get; init; }

    /// <summary>Code of what happened, e.g. message-conflict.</summary>
    public required string Kind { get; init; }

    /// <summary>The journey it concerns, when there is one.</summary>
    public Guid? Referral { get; init; }

    /// <summary>Key of the stored document it concerns, when there is one.</summary>
    public Guid? Document { get; init; }

    /// <summary>Sender of what could not be taken as it was.</summary>
    public string? Sender { get; init; }

    /// <summary>One sentence, without patient data.</summary>
    public required string Text { get; init; }

    public DateTime Raised { get; init; }

    public DateTime Due { get; init; }

    public DateTime? Settled { get; set; }

    public string? SettledBy { get; set; }

    public string? Settlement { get; set; }
}

sealed class WorkItemTable : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("work_item");
        builder.HasKey(w => w.Id);
        builder.Property(w => w.Kind).HasMaxLength(40);
        builder.HasIndex(w => new { w.Settled, w.Due });
    }
}

static class WorkItemTables
{
    extension(HubDbContext db)
    {
        public DbSet<WorkItem> WorkItems => db.Set<WorkItem>();
    }
}
