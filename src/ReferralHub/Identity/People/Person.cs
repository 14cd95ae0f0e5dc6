using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.People;

/// <summary>Somebody who signs in. Who they are is the issuer and the subject, never the name.</summary>
public sealed class Person
{
    public Guid Id { get; init; }

    /// <summary>Who vouches for them: an issuer's address, or one of <see cref="Issuers"/>.</summary>
    public required string Issuer { get; init; }

    /// <summary>How the issuer names them; it never names anybody else so.</summary>
    public required string Subject { get; init; }

    /// <summary>As the issuer last said it.</summary>
    public required string DisplayName { get; set; }

    /// <summary>
    /// With what they sign decisions: theirs alone in this hub and never changed, because claims, drafts and second reads hang on it.
    /// </summary>
    public required string SigningName { get; init; }

    /// <summary>The signing name as names are compared: without case and doubled spaces. Unique.</summary>
    public required string NameKey { get; init; }

    /// <summary>Profession or post, as a practice reads it.</summary>
    public required string Post { get; set; }

    /// <summary>Nobody signs in as them, and their sessions are at an end.</summary>
    public bool Disabled { get; set; }

    public DateTime Made { get; init; }
}

/// <summary>Who vouches for people when it is no identity provider.</summary>
public static class Issuers
{
    /// <summary>The hub itself, by passkey or passphrase.</summary>
    public const string Local = "local";

    /// <summary>The settings, in a demonstration.</summary>
    public const string Demonstration = "demonstration";
}

sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("person");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Issuer).HasMaxLength(200);
        builder.Property(p => p.Subject).HasMaxLength(200);
        builder.Property(p => p.DisplayName).HasMaxLength(PersonLimits.NameCharactersMax);
        builder.Property(p => p.SigningName).HasMaxLength(PersonLimits.NameCharactersMax);
        builder.Property(p => p.NameKey).HasMaxLength(PersonLimits.NameCharactersMax);
        builder.Property(p => p.Post).HasMaxLength(PersonLimits.NameCharactersMax);
        builder.HasIndex(p => new { p.Issuer, p.Subject }).IsUnique();
        builder.HasIndex(p => p.NameKey).IsUnique();
    }
}

/// <summary>How much of what an issuer says about somebody is kept.</summary>
static class PersonLimits
{
    public const int NameCharactersMax = 100;
    public const int SubjectCharactersMax = 200;

    public static string Cut(string text, int charactersMax) => text.Length <= charactersMax ? text : text[..charactersMax];
}
