using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>What is known of a referral's attachments.</summary>
public sealed class AttachmentVerdicts(HubDatabase database, OfferedAttachments offered, ClamdClient scanner)
{
    /// <summary>One verdict for each attachment, by its number; null for those without content.</summary>
    public async Task<IReadOnlyList<AttachmentVerdict?>> ListAsync(Guid referral, ReferralFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.Attachments.Any(a => a.Bytes > 0))
            return [.. facts.Attachments.Select(_ => (AttachmentVerdict?)null)];
        var hashes = await offered.HashAsync(referral, facts, cancellationToken);
        var scans = await ReadAsync([.. hashes.OfType<string>()], cancellationToken);
        return
        [
            .. facts.Attachments.Select(
                (a, i) => a.Bytes > 0 ? Create(hashes[i] is { } hash ? scans.GetValueOrDefault(hash) : null) : null
            ),
        ];
    }

    /// <summary>The verdicts on what these messages bring, by message; those without a file are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, AttachmentVerdict>> ListAsync(
        IReadOnlyList<PracticeMessage> messages,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<Guid, AttachmentVerdict>();
        foreach (var message in messages)
            if (message.Attachment is { } content)
                found[message.Id] = await FindAsync(content, cancellationToken);
        return found;
    }

    /// <summary>Of this very content, so that nothing is handed out for the verdict of something else.</summary>
    public async Task<AttachmentVerdict> FindAsync(byte[] content, CancellationToken cancellationToken)
    {
        var hash = OfferedAttachments.Hash(content);
        return Create((await ReadAsync([hash], cancellationToken)).GetValueOrDefault(hash));
    }

    AttachmentVerdict Create(AttachmentScan? scan) => new(scan?.Status ?? ScanStatus.NotScanned, scan?.Signature, scanner.IsConfigured);

    /// <summary>The gravest row of each content, whichever referral brought it first.</summary>
    async Task<Dictionary<string, AttachmentScan>> ReadAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("what a content is does not hang on whose it is"));
        var rows = await db.AttachmentScans.Where(s => hashes.Contains(s.Sha256)).ToListAsync(cancellationToken);
        return rows.GroupBy(s => s.Sha256).ToDictionary(g => g.Key, g => g.MaxBy(s => Rank(s.Status))!);
    }

    static int Rank(ScanStatus status) =>
        status switch
        {
            ScanStatus.Infected => 4,
            ScanStatus.Clean => 3,
            ScanStatus.TooLarge => 2,
            ScanStatus.Failed => 1,
            _ => 0,
        };
}
