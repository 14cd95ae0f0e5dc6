using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>
/// What the scanner said of one content that a referral brought, whether in a message of its own or in a message of its practice. The
/// same content in another referral has a row of its own, so that each referral's people are told.
/// </summary>
public sealed class AttachmentScan
{
    static readonly TimeSpan RetryMin = TimeSpan.FromMinutes(1);
    const int RetryMinutesMax = 60;
    const int SignatureCharactersMax = 200;

    public Guid Referral { get; init; }

    /// <summary>Of the decoded content, hex in small letters.</summary>
    public required string Sha256 { get; init; }

    public ScanStatus Status { get; set; }

    /// <summary>The scanner's name for what it found; null when it found nothing.</summary>
    public string? Signature { get; set; }

    /// <summary>The scanner and its signatures by their version, as it says itself; null before it has looked.</summary>
    public string? Scanner { get; set; }

    public DateTime Found { get; init; }

    public DateTime? ScannedAt { get; set; }

    public int Tries { get; set; }

    /// <summary>When the scanner is asked next; null when there is nothing to ask.</summary>
    public DateTime? NextTry { get; set; }

    public int Version { get; set; }

    public bool IsDecided => Status is ScanStatus.Clean or ScanStatus.Infected;

    internal void Take(ScanAnswer answer, string? scanner, DateTime now)
    {
        Version++;
        Tries++;
        (Status, Scanner, ScannedAt) = (answer.Status, Limit(scanner), now);
        Signature = Limit(answer.Signature);
        // What was too large stays so until somebody gives the scanner a higher limit, which a look a day finds out.
        NextTry = answer.Status switch
        {
            ScanStatus.Failed => now + RetryMin * Math.Min(1 << Math.Min(Tries - 1, 6), RetryMinutesMax),
            ScanStatus.TooLarge => now.AddDays(1),
            _ => null,
        };
    }

    internal void Take(AttachmentScan known)
    {
        Version++;
        (Status, Signature, Scanner, ScannedAt, NextTry) = (known.Status, known.Signature, known.Scanner, known.ScannedAt, null);
    }

    static string? Limit(string? text) => text is { Length: > SignatureCharactersMax } ? text[..SignatureCharactersMax] : text;
}

sealed class AttachmentScanTable : IEntityTypeConfiguration<AttachmentScan>
{
    public void Configure(EntityTypeBuilder<AttachmentScan> builder)
    {
        builder.ToTable("attachment_scan");
        builder.HasKey(s => new { s.Referral, s.Sha256 });
        builder.Property(s => s.Sha256).HasMaxLength(64);
        builder.Property(s => s.Signature).HasMaxLength(200);
        builder.Property(s => s.Scanner).HasMaxLength(200);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Ignore(s => s.IsDecided);
        builder.HasIndex(s => s.Sha256);
        builder.HasIndex(s => s.NextTry);
    }
}

static class AttachmentScanTables
{
    extension(HubDbContext db)
    {
        public DbSet<AttachmentScan> AttachmentScans => db.Set<AttachmentScan>();
    }
}
