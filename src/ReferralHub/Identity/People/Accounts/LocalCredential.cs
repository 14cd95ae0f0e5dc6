using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>With what somebody without an identity provider proves who they are: one passphrase at the most, and any passkeys.</summary>
public sealed class LocalCredential
{
    public Guid Id { get; init; }

    public Guid Person { get; init; }

    public CredentialKind Kind { get; init; }

    /// <summary>Of a passphrase: its hash as the framework's hasher writes it. Null for a passkey.</summary>
    public string? Hash { get; set; }

    /// <summary>Hash of a passkey's credential id, by which it is found; null for a passphrase.</summary>
    public string? Key { get; init; }

    /// <summary>Of a passkey: what its authenticator calls it, in base64url.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Of a passkey: public key in COSE form, in base64url.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Of a passkey: how often its authenticator says that it has signed.</summary>
    public long SignCount { get; set; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    public DateTime Made { get; init; }

    public DateTime? Used { get; set; }
}

public enum CredentialKind
{
    Passphrase,
    Passkey,
}

sealed class LocalCredentialTable : IEntityTypeConfiguration<LocalCredential>
{
    /// <summary>1,023 bytes (WebAuthn level 3, section 5.8).</summary>
    const int CredentialIdCharactersMax = 1_364;

    public void Configure(EntityTypeBuilder<LocalCredential> builder)
    {
        builder.ToTable("local_credential");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Key).HasMaxLength(Secrets.HashCharacters);
        builder.Property(c => c.CredentialId).HasMaxLength(CredentialIdCharactersMax);
        builder.Property(c => c.PublicKey).HasMaxLength(2_000);
        builder.HasIndex(c => c.Key);
        builder.HasIndex(c => c.Person);
    }
}
