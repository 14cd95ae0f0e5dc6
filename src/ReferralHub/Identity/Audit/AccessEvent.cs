using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// One audited call: who did what, when, with what outcome. Written once; position and hash are empty until the stamper gives
/// them, and nothing else ever changes.
/// </summary>
public sealed class AccessEvent
{
    public Guid Id { get; init; }

    public DateTime At { get; init; }

    /// <summary>Name of a <see cref="CallerRole"/>; <see cref="AuditCallers.Patient"/> or <see cref="AuditCallers.Nobody"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Id of the person or client; empty when nobody had signed in.</summary>
    public required string Caller { get; init; }

    public required string Name { get; init; }

    /// <summary>Profession or post, as others read it.</summary>
    public required string Post { get; init; }

    /// <summary>ODS code of the organisation that they act for; of a system the first.</summary>
    public required string Organisation { get; init; }

    /// <summary>Id of the session or of the token; never the secret.</summary>
    public required string Session { get; init; }

    /// <summary>One of <see cref="AuditActs"/>.</summary>
    public required string Act { get; init; }

    /// <summary>Method and template of the route, e.g. <c>GET /fhir/{type}/{id}</c>; never what stood in their place.</summary>
    public required string Route { get; init; }

    /// <summary>Keyed hash of what stood in the address; the same question has the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>One of <see cref="AuditOutcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>HTTP status of the answer; null of a change, whose row is committed with it and before there is an answer.</summary>
    public int? Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>Number of its subjects.</summary>
    public int Subjects { get; init; }

    /// <summary>The row of the same call whose subjects this one continues; null for the call's own row.</summary>
    public Guid? Continues { get; init; }

    /// <summary>The break-glass access under which it was done.</summary>
    public Guid? Emergency { get; init; }

    /// <summary>1-based place in the chain, contiguous; null until stamped.</summary>
    public long? Position { get; set; }

    /// <summary>Hex SHA-256 over the previous hash, this event and its subjects; null until stamped.</summary>
    public string? Hash { get; set; }
}

/// <summary>A referral or patient that an audited call was about.</summary>
public sealed class AccessSubject
{
    public Guid Event { get; init; }

    /// <summary>From 1, within the event.</summary>
    public int Number { get; init; }

    public Guid? Referral { get; init; }

    public string? PatientKey { get; init; }

    /// <summary>When; that of the event.</summary>
    public DateTime At { get; init; }
}

/// <summary>What stands for a role where no caller has one. Kept in the database, so they are never renamed.</summary>
public static class AuditCallers
{
    /// <summary>A patient by their link.</summary>
    public const string Patient = "Patient";

    /// <summary>Whoever had not signed in.</summary>
    public const string Nobody = "Nobody";
}

/// <summary>How an audited call ended. Kept in the database, so they are never renamed.</summary>
public static class AuditOutcomes
{
    public const string Done = "done";

    /// <summary>The caller is not known, or not allowed.</summary>
    public const string Refused = "refused";

    public const string NotFound = "not-found";

    /// <summary>What was sent could not be taken.</summary>
    public const string Invalid = "invalid";

    /// <summary>The hub could not answer.</summary>
    public const string Failed = "failed";

    /// <param name="status">HTTP status; null of a change that is committed.</param>
    public static string FromStatus(int? status) =>
        status switch
        {
            null or < 400 => Done,
            401 or 403 or 429 => Refused,
            404 or 410 => NotFound,
            < 500 => Invalid,
            _ => Failed,
        };
}

sealed class AccessEventTable : IEntityTypeConfiguration<AccessEvent>
{
    public void Configure(EntityTypeBuilder<AccessEvent> builder)
    {
        builder.ToTable("access_event");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Role).HasMaxLength(24);
        builder.Property(e => e.Caller).HasMaxLength(AuditLengths.CallerMax);
        builder.Property(e => e.Name).HasMaxLength(AuditLengths.NameMax);
        builder.Property(e => e.Post).HasMaxLength(AuditLengths.NameMax);
        builder.Property(e => e.Organisation).HasMaxLength(AuditLengths.OrganisationMax);
        builder.Property(e => e.Session).HasMaxLength(AuditLengths.SessionMax);
        builder.Property(e => e.Act).HasMaxLength(20);
        builder.Property(e => e.Route).HasMaxLength(AuditLengths.RouteMax);
        builder.Property(e => e.Fingerprint).HasMaxLength(64);
        builder.Property(e => e.Outcome).HasMaxLength(12);
        builder.Property(e => e.Reason).HasMaxLength(AuditLengths.ReasonMax);
        builder.Property(e => e.Hash).HasMaxLength(64);
        builder.HasIndex(e => e.Position).IsUnique();
        builder.HasIndex(e => new { e.Name, e.At });
        builder.HasIndex(e => e.Emergency);
    }
}

sealed class AccessSubjectTable : IEntityTypeConfiguration<AccessSubject>
{
    public void Configure(EntityTypeBuilder<AccessSubject> builder)
    {
        builder.ToTable("access_subject");
        builder.HasKey(s => new { s.Event, s.Number });
        builder.Property(s => s.PatientKey).HasMaxLength(AuditLengths.PatientKeyMax);
        builder.HasIndex(s => new { s.PatientKey, s.At });
        builder.HasIndex(s => new { s.Referral, s.At });
    }
}

/// <summary>Characters that the audit's columns hold; what is longer is cut, so that no name is too long to be audited.</summary>
static class AuditLengths
{
    public const int CallerMax = 120;
    public const int NameMax = 120;
    public const int OrganisationMax = 24;
    public const int SessionMax = 64;
    public const int RouteMax = 160;
    public const int ReasonMax = 500;
    public const int PatientKeyMax = 80;

    public static string Cut(string text, int max) => text.Length <= max ? text : text[..max];
}
