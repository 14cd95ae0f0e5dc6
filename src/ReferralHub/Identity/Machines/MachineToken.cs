using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.Machines;

/// <summary>An access token, of which only the hash is kept.</summary>
public sealed class MachineToken
{
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public required string Client { get; init; }

    /// <summary>What was granted, separated by spaces.</summary>
    public required string Scopes { get; init; }

    public DateTime Issued { get; init; }

    public DateTime Expires { get; init; }
}

/// <summary>An assertion that got a token, kept until nobody could use it any more: each is good for one token.</summary>
public sealed class UsedAssertion
{
    public Guid Id { get; init; }

    public required string Client { get; init; }

    /// <summary>SHA-256 of its <c>jti</c>, in hexadecimal: databases compare texts each in their own way.</summary>
    public required string Jti { get; init; }

    public DateTime Expires { get; init; }
}

sealed class MachineTokenTable : IEntityTypeConfiguration<MachineToken>
{
    public void Configure(EntityTypeBuilder<MachineToken> builder)
    {
        builder.ToTable("access_token");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Hash).HasMaxLength(64);
        builder.Property(t => t.Client).HasMaxLength(ClientRegistration.IdCharactersMax);
        builder.Property(t => t.Scopes).HasMaxLength(ClientRegistration.ListCharactersMax);
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasIndex(t => t.Expires);
    }
}

sealed class UsedAssertionTable : IEntityTypeConfiguration<UsedAssertion>
{
    public void Configure(EntityTypeBuilder<UsedAssertion> builder)
    {
        builder.ToTable("client_assertion");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Client).HasMaxLength(ClientRegistration.IdCharactersMax);
        builder.Property(a => a.Jti).HasMaxLength(64);
        builder.HasIndex(a => new { a.Client, a.Jti }).IsUnique();
        builder.HasIndex(a => a.Expires);
    }
}
