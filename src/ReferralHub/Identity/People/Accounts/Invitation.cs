using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>A link by which somebody sets up how they sign in. It works once.</summary>
public sealed class Invitation
{
    public Guid Id { get; init; }

    /// <summary>Hash of what the link holds.</summary>
    public required string Secret { get; init; }

    public Guid Person { get; init; }

    /// <summary>Signing name of whoever invited, or the command that did.</summary>
    public required string MadeBy { get; init; }

    public DateTime Made { get; init; }

    public DateTime Until { get; init; }

    public DateTime? Used { get; set; }
}

sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitation");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Secret).HasMaxLength(Secrets.HashCharacters);
        builder.Property(i => i.MadeBy).HasMaxLength(200);
        builder.HasIndex(i => i.Secret).IsUnique();
    }
}
