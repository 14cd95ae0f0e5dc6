using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>How often a wrong passphrase came for one account from one address.</summary>
public sealed class SignInTry
{
    /// <summary>Hash of account and address; names that are nobody's have theirs as well.</summary>
    public required string Id { get; init; }

    public int Wrong { get; set; }

    public DateTime Last { get; set; }
}

sealed class SignInTryTable : IEntityTypeConfiguration<SignInTry>
{
    public void Configure(EntityTypeBuilder<SignInTry> builder)
    {
        builder.ToTable("sign_in_try");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).HasMaxLength(Secrets.HashCharacters);
        builder.HasIndex(t => t.Last);
    }
}
