using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People;

/// <summary>A person may act in a role for an organisation. Kept when it ends, so that the past can be explained.</summary>
public sealed class RoleGrant
{
    public Guid Id { get; init; }

    public Guid Person { get; init; }

    public CallerRole Role { get; init; }

    /// <summary>ODS code.</summary>
    public required string Organisation { get; init; }

    /// <summary>Codes of the specialties whose referrals are theirs to review, separated by spaces; all when empty.</summary>
    public required string Specialties { get; init; }

    public DateTime From { get; init; }

    /// <summary>When it ends or ended; null when nobody has said.</summary>
    public DateTime? Until { get; set; }

    /// <summary>Whoever granted it: a signing name, or where the grant was read.</summary>
    public required string GrantedBy { get; init; }

    /// <summary>Whoever took it back; null while nobody has.</summary>
    public string? EndedBy { get; set; }

    /// <summary>
    /// The issuer whose word the grant is, so that it ends when the issuer no longer gives it; null when a person granted it here.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Whether it counts at this instant.</summary>
    public bool IsInForce(DateTime now) => From <= now && (Until is null || Until > now);

    /// <summary>A grant from now on, until somebody takes it back.</summary>
    /// <param name="source">See <see cref="Source"/>.</param>
    internal static RoleGrant Give(Guid person, GrantedRole role, string by, DateTime now, string? source = null) =>
        new()
        {
            Id = EntityId.New(now),
            Person = person,
            Role = role.Role,
            Organisation = role.Organisation,
            Specialties = role.Specialties,
            From = now,
            GrantedBy = by,
            Source = source,
        };

    internal static Expression<Func<RoleGrant, bool>> InForceAt(DateTime now) => g => g.From <= now && (g.Until == null || g.Until > now);
}

sealed class RoleGrantTable : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable("role_grant");
        builder.HasKey(g => g.Id);
        builder.Property(g => g.Organisation).HasMaxLength(12);
        builder.Property(g => g.GrantedBy).HasMaxLength(200);
        builder.Property(g => g.EndedBy).HasMaxLength(200);
        builder.Property(g => g.Source).HasMaxLength(200);
        builder.HasIndex(g => g.Person);
    }
}
