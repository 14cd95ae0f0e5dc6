using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Emergency;

/// <summary>Somebody without access took it for one referral, with a reason, until a time. Never changed.</summary>
public sealed class EmergencyAccess
{
    public Guid Id { get; init; }

    public DateTime At { get; init; }

    public DateTime Until { get; init; }

    /// <summary>Id of the person.</summary>
    public required string Person { get; init; }

    public required string Name { get; init; }

    public required string Role { get; init; }

    public required string Organisation { get; init; }

    public Guid Referral { get; init; }

    public required string PatientKey { get; init; }

    /// <summary>Why, in the words of who took it.</summary>
    public required string Reason { get; init; }
}

sealed class EmergencyAccessTable : IEntityTypeConfiguration<EmergencyAccess>
{
    public void Configure(EntityTypeBuilder<EmergencyAccess> builder)
    {
        builder.ToTable("emergency_access");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Person).HasMaxLength(120);
        builder.Property(e => e.Name).HasMaxLength(120);
        builder.Property(e => e.Role).HasMaxLength(24);
        builder.Property(e => e.Organisation).HasMaxLength(24);
        builder.Property(e => e.PatientKey).HasMaxLength(80);
        builder.Property(e => e.Reason).HasMaxLength(TakeEmergencyAccess.ReasonCharactersMax);
        builder.HasIndex(e => new { e.Person, e.Until });
    }
}

static class EmergencyTables
{
    extension(HubDbContext db)
    {
        public DbSet<EmergencyAccess> EmergencyAccesses => db.Set<EmergencyAccess>();
    }
}
