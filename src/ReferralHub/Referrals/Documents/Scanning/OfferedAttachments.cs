using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>Contents that the pages offer of a referral: its attachments as its facts have them, and what its practice attached.</summary>
public sealed class OfferedAttachments(HubDatabase database, CurrentScope callerScope, AttachmentContent contents)
{
    // How facts without attachments are written; most have none, and reading them whole would cost more.
    static readonly byte[] None = "\"attachments\":[]"u8.ToArray();

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>SHA-256 of each content that these referrals offer, each once for a referral.</summary>
    public async Task<IReadOnlySet<(Guid Referral, string Sha256)>> ListAsync(
        IReadOnlyList<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var offered = new HashSet<(Guid, string)>();
        await using var db = database.OpenRead(callerScope.Read());
        foreach (var record in await db.Referrals.Where(r => referrals.Contains(r.Referral)).ToListAsync(cancellationToken))
        {
            if (record.Facts.AsSpan().IndexOf(None) >= 0)
                continue;
            foreach (var hash in await HashAsync(record.Referral, record.ReadFacts(), cancellationToken))
                if (hash is not null)
                    offered.Add((record.Referral, hash));
        }

        await foreach (
            var message in db
                .PracticeMessages.Where(m => referrals.Contains(m.Referral) && m.Attachment != null)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            offered.Add((message.Referral, Hash(message.Attachment)));
        return offered;
    }

    /// <summary>SHA-256 of each attachment by its number; null for those without content.</summary>
    public async Task<IReadOnlyList<string?>> HashAsync(Guid referral, ReferralFacts facts, CancellationToken cancellationToken)
    {
        var hashes = facts.Attachments.Select(a => a.Sha256).ToArray();
        // Facts that earlier builds stored do not hold them.
        var missing = facts.Attachments.Where(a => a.Bytes > 0 && a.Sha256 is null).Select(a => a.Expression).ToHashSet();
        if (missing.Count == 0)
            return hashes;
        var read = new Dictionary<string, string>();
        await foreach (var (expression, content) in contents.ReadAllAsync(referral, missing, cancellationToken))
            read[expression] = Hash(content);
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] ??= read.GetValueOrDefault(facts.Attachments[i].Expression);
        return hashes;
    }

    /// <summary>The contents themselves, one after the other.</summary>
    public async IAsyncEnumerable<byte[]> ReadAsync(
        Guid referral,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var db = database.OpenRead(callerScope.Read());
        var record = await db.Referrals.FirstOrDefaultAsync(r => r.Referral == referral, cancellationToken);
        if (record?.ReadFacts().Attachments.Where(a => a.Bytes > 0).Select(a => a.Expression).ToHashSet() is { Count: > 0 } places)
            await foreach (var (_, content) in contents.ReadAllAsync(referral, places, cancellationToken))
                yield return content;
        await foreach (
            var attached in db
                .PracticeMessages.Where(m => m.Referral == referral && m.Attachment != null)
                .Select(m => m.Attachment!)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            yield return attached;
    }
}
