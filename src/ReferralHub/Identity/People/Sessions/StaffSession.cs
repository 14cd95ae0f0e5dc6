using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>Somebody is signed in at a browser, in one of their roles.</summary>
public sealed class StaffSession
{
    public Guid Id { get; init; }

    /// <summary>Hash of the cookie's value. Another one takes its place when somebody proves again who they are.</summary>
    public required string Secret { get; set; }

    public Guid Person { get; init; }

    /// <summary>The role in which they act; null while they have none or have not chosen.</summary>
    public Guid? Grant { get; init; }

    public DateTime Began { get; init; }

    /// <summary>When something was last heard of them; written at most once a minute.</summary>
    public DateTime Seen { get; set; }

    /// <summary>When they last proved who they are, for acts that want it fresh; null when only at sign-in long ago.</summary>
    public DateTime? SteppedUp { get; set; }

    public DateTime? Ended { get; set; }

    public SessionEnd? Why { get; set; }

    /// <summary>Issuer of the identity provider's session; null for others.</summary>
    public string? Issuer { get; init; }

    /// <summary>The identity provider's own id of the session, by which it tells that it has ended.</summary>
    public string? Sid { get; init; }
}

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    SignedOut,
    Idle,
    TooLong,
    RoleChanged,
    RoleRemoved,
    OrganisationClosed,
    Disabled,
    ProviderEnded,
}

sealed class StaffSessionTable : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_session");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Secret).HasMaxLength(Secrets.HashCharacters);
        builder.Property(s => s.Issuer).HasMaxLength(200);
        builder.Property(s => s.Sid).HasMaxLength(200);
        builder.HasIndex(s => s.Secret).IsUnique();
        builder.HasIndex(s => s.Person);
        builder.HasIndex(s => s.Began);
    }
}
