using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.Machines;

/// <summary>Whether a client gets tokens. Kept in the database by name.</summary>
public enum ClientStanding
{
    Enabled,

    /// <summary>Somebody disabled it, and only somebody enables it again.</summary>
    Disabled,

    /// <summary>It stood in the clients file and does not any more. It is enabled again when it is back there.</summary>
    LeftFile,
}

/// <summary>A system that may get tokens. It is never removed, because what it did stays known under its id.</summary>
public sealed class MachineClient
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public ClientKind Kind { get; set; }

    /// <summary>ODS codes, separated by spaces.</summary>
    public required string Organisations { get; set; }

    /// <summary>Its public keys as JSON (RFC 7517 §5); null when they are fetched.</summary>
    public string? Keys { get; set; }

    /// <summary>The https address that its public keys are fetched from; null when they are here.</summary>
    public string? KeysUrl { get; set; }

    /// <summary>RS384, ES384 or both, separated by a space.</summary>
    public required string Algorithms { get; set; }

    /// <summary>SMART scopes, separated by spaces.</summary>
    public required string Scopes { get; set; }

    public ClientStanding Standing { get; set; }

    /// <summary>Whether the clients file decides about it.</summary>
    public bool InFile { get; set; }

    public DateTime Changed { get; set; }

    public bool IsEnabled => Standing == ClientStanding.Enabled;

    internal string[] ListOrganisations() => Split(Organisations);

    internal string[] ListScopes() => Split(Scopes);

    internal string[] ListAlgorithms() => Split(Algorithms);

    static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

sealed class MachineClientTable : IEntityTypeConfiguration<MachineClient>
{
    public void Configure(EntityTypeBuilder<MachineClient> builder)
    {
        builder.ToTable("client");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).HasMaxLength(ClientRegistration.IdCharactersMax);
        builder.Property(c => c.Name).HasMaxLength(ClientRegistration.NameCharactersMax);
        builder.Property(c => c.Organisations).HasMaxLength(ClientRegistration.ListCharactersMax);
        builder.Property(c => c.Scopes).HasMaxLength(ClientRegistration.ListCharactersMax);
        builder.Property(c => c.Keys).HasMaxLength(KeySet.BytesMax);
        builder.Property(c => c.Algorithms).HasMaxLength(20);
        builder.Ignore(c => c.IsEnabled);
    }
}
