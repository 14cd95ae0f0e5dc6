using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;

namespace ReferralHub.Dispatch;

/// <summary>
/// Ids of messages to providers. A provider tells a repeat by the id, and whoever knows the id could try to answer for it: so it is
/// random, and each choice and each notice keeps the one that it was given first.
/// </summary>
static class MessageIds
{
    /// <summary>An id that nobody can guess: UUID version 4 (RFC 9562 §5.4).</summary>
    public static Guid CreateRandom()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>The message of a choice, if one was begun.</summary>
    public static Task<DispatchedMessage?> FindMessageAsync(
        IQueryable<DispatchedMessage> dispatches,
        Guid referral,
        int basisVersion,
        CancellationToken cancellationToken
    )
    {
        var earlier = ComputeEarlier(referral, basisVersion);
        return dispatches.FirstOrDefaultAsync(
            d => d.Referral == referral && (d.BasisVersion == basisVersion || d.MessageId == earlier),
            cancellationToken
        );
    }

    /// <summary>The notice that tells a provider of one version after another, if it was begun.</summary>
    public static Task<DispatchedNotice?> FindNoticeAsync(
        IQueryable<DispatchedNotice> notices,
        PreparedDispatch prepared,
        CancellationToken cancellationToken
    )
    {
        var (dispatch, notice, version, after) = (prepared.Dispatch, prepared.Notice, prepared.DocumentVersion, prepared.After);
        var earlier = EntityId.FromName($"{prepared.Referral:N}|{version}|{notice}|{after}");
        return notices.FirstOrDefaultAsync(
            n =>
                (n.Dispatch == dispatch && n.Notice == notice && n.DocumentVersion == version && n.After == after)
                || n.MessageId == earlier,
            cancellationToken
        );
    }

    /// <summary>Whether a message is that of a choice.</summary>
    public static bool IsOfChoice(Guid messageId, int? basisVersion, Guid referral, int choice) =>
        basisVersion == choice || (basisVersion is null && messageId == ComputeEarlier(referral, choice));

    /// <summary>The id that an earlier build gave the message of a choice, by which its rows are found and nothing is made.</summary>
    static Guid ComputeEarlier(Guid referral, int basisVersion) =>
        EntityId.FromName($"{referral:N}|{basisVersion}|{ProviderNotice.Referral}");
}
