using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>
/// What was available, what was shown, in which order, and what was chosen by whom. One row each time options are worked out.
/// </summary>
public sealed class Offer
{
    public Guid Referral { get; init; }

    /// <summary>Version of the journey that the offer made.</summary>
    public int Version { get; init; }

    public DateTime At { get; init; }

    public int Available { get; init; }

    public int Shown { get; init; }

    public required string SortKey { get; init; }

    /// <summary>Where distances were measured from: practice, or unknown.</summary>
    public required string OriginKind { get; init; }

    /// <summary>Why choice does not apply; null when it does.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>Why fewer than five options were shown, when fewer were.</summary>
    public string? WhyFew { get; init; }

    /// <summary>JSON array of <see cref="OfferedOption"/>.</summary>
    public required byte[] Options { get; init; }

    public string? ChosenService { get; set; }

    public DateTime? ChosenAt { get; set; }

    /// <summary>patient, hub, or the booking clerk's name.</summary>
    public string? ChosenBy { get; set; }

    public IReadOnlyList<OfferedOption> ReadOptions() =>
        JsonSerializer.Deserialize(Options, ChoiceJson.Default.IReadOnlyListOfferedOption) ?? [];

    public static byte[] Write(IReadOnlyList<OfferedOption> options) =>
        JsonSerializer.SerializeToUtf8Bytes(options, ChoiceJson.Default.IReadOnlyListOfferedOption);
}

/// <summary>A service that declined a referral; it is not offered again for that referral.</summary>
public sealed class DeclinedService
{
    public Guid Referral { get; init; }

    public required string Service { get; init; }

    public string? Reason { get; init; }

    public DateTime At { get; init; }
}

/// <summary>The patient's way in. Only the hash of the token is kept.</summary>
public sealed class ChoiceLink
{
    /// <summary>SHA-256 of the token, hex.</summary>
    public required string TokenHash { get; init; }

    public Guid Referral { get; init; }

    public DateTime Expires { get; init; }

    public int WrongAnswers { get; set; }

    public DateTime? Locked { get; set; }

    public DateTime? Used { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(IReadOnlyList<OfferedOption>))]
sealed partial class ChoiceJson : JsonSerializerContext;

sealed class OfferTable : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.ToTable("offer");
        builder.HasKey(o => new { o.Referral, o.Version });
        builder.Property(o => o.SortKey).HasMaxLength(60);
    }
}

sealed class DeclinedServiceTable : IEntityTypeConfiguration<DeclinedService>
{
    public void Configure(EntityTypeBuilder<DeclinedService> builder)
    {
        builder.ToTable("declined_service");
        builder.HasKey(d => new { d.Referral, d.Service });
    }
}

sealed class ChoiceLinkTable : IEntityTypeConfiguration<ChoiceLink>
{
    public void Configure(EntityTypeBuilder<ChoiceLink> builder)
    {
        builder.ToTable("choice_link");
        builder.HasKey(l => l.TokenHash);
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.HasIndex(l => l.Referral);
    }
}

static class ChoiceTables
{
    extension(HubDbContext db)
    {
        public DbSet<DirectoryService> DirectoryServices => db.Set<DirectoryService>();

        public DbSet<Offer> Offers => db.Set<Offer>();

        public DbSet<DeclinedService> DeclinedServices => db.Set<DeclinedService>();

        public DbSet<ChoiceLink> ChoiceLinks => db.Set<ChoiceLink>();
    }
}
