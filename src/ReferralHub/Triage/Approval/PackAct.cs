using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage.Approval;

/// <summary>What somebody did about the standing of a rule pack. Kept in the database, so members are never renamed.</summary>
public enum PackActKind
{
    /// <summary>Whoever answers for its contents puts it forward.</summary>
    Proposed,

    /// <summary>Somebody else agrees that it decides.</summary>
    Approved,

    /// <summary>It is to decide no longer.</summary>
    Withdrawn,
}

/// <summary>
/// One act about exactly one content of a rule pack. Rows are added and never changed: where a pack stands is worked out from all of
/// them.
/// </summary>
public sealed class PackAct
{
    public const int PersonCharactersMax = 100;

    public Guid Id { get; init; }

    /// <summary>SHA-256 of the pack's text, hex; the text itself is in <c>rule_pack</c>.</summary>
    public required string Hash { get; init; }

    public required string PackId { get; init; }

    public required string Version { get; init; }

    public PackActKind Kind { get; init; }

    /// <summary>Who did it, by name.</summary>
    public required string Person { get; init; }

    /// <summary>Profession or post, as others read it.</summary>
    public required string Role { get; init; }

    /// <summary>
    /// The registered system through which it was done, which the name only says; null when the person had signed in.
    /// </summary>
    public string? Client { get; init; }

    /// <summary>When the hub recorded it, by the hub's clock.</summary>
    public DateTime At { get; init; }
}

sealed class PackActTable : IEntityTypeConfiguration<PackAct>
{
    public void Configure(EntityTypeBuilder<PackAct> builder)
    {
        builder.ToTable("rule_pack_act");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Hash).HasMaxLength(64);
        builder.Property(a => a.PackId).HasMaxLength(100);
        builder.Property(a => a.Version).HasMaxLength(40);
        builder.Property(a => a.Person).HasMaxLength(PackAct.PersonCharactersMax);
        builder.Property(a => a.Client).HasMaxLength(64);
        builder.Property(a => a.Role).HasMaxLength(PackAct.PersonCharactersMax);
    }
}

static class ApprovalTables
{
    extension(HubDbContext db)
    {
        public DbSet<PackAct> PackActs => db.Set<PackAct>();
    }
}
