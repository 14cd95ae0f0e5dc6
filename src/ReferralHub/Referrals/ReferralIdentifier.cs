using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals;

/// <summary>One of the identifiers that senders gave a referral: each finds it, whichever of them a later message carries.</summary>
public sealed class ReferralIdentifier
{
    public const int CharactersMax = 200;

    /// <summary>More than this no referral has; those after it are kept in the document and not searched.</summary>
    public const int PerReferralMax = 50;

    public Guid Referral { get; init; }

    /// <summary>Lower case without scheme; empty for none.</summary>
    public required string System { get; init; }

    public required string Value { get; init; }
}

sealed class ReferralIdentifierTable : IEntityTypeConfiguration<ReferralIdentifier>
{
    public void Configure(EntityTypeBuilder<ReferralIdentifier> builder)
    {
        builder.ToTable("referral_identifier");
        builder.HasKey(i => new
        {
            i.Referral,
            i.System,
            i.Value,
        });
        builder.Property(i => i.System).HasMaxLength(ReferralIdentifier.CharactersMax);
        builder.Property(i => i.Value).HasMaxLength(ReferralIdentifier.CharactersMax);
        builder.HasIndex(i => new { i.Value, i.System });
    }
}

static class ReferralIdentifierTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReferralIdentifier> ReferralIdentifiers => db.Set<ReferralIdentifier>();
    }
}
