using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Operations;

/// <summary>What an operator did by hand to a referral that no worker got done: who, what, and why in their own words.</summary>
public sealed class OperatorAct
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    /// <summary>retried or parked.</summary>
    public required string Act { get; init; }

    public required string By { get; init; }

    /// <summary>Why; required for parking.</summary>
    public string? Reason { get; init; }

    /// <summary>What was wrong when they acted.</summary>
    public string? Cause { get; init; }

    public DateTime At { get; init; }
}

sealed class OperatorActTable : IEntityTypeConfiguration<OperatorAct>
{
    public void Configure(EntityTypeBuilder<OperatorAct> builder)
    {
        builder.ToTable("operator_act");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Act).HasMaxLength(20);
        builder.Property(a => a.By).HasMaxLength(100);
        builder.HasIndex(a => a.Referral);
        builder.HasIndex(a => a.At);
    }
}

static class OperationsTables
{
    extension(HubDbContext db)
    {
        public DbSet<OperatorAct> OperatorActs => db.Set<OperatorAct>();

        public DbSet<SenderRhythm> SenderRhythms => db.Set<SenderRhythm>();
    }
}
