using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReferralHub.Platform.Log;

/// <summary>
/// The hash that binds each event to the one before: SHA-256 over the previous hash and every field, each with its
/// length before it, so that no two different events can be written as the same bytes.
/// </summary>
public static class LogChain
{
    /// <summary>The hash before the first event.</summary>
    public static readonly string Genesis = new('0', 64);

    public static string Hash(string previousHash, long position, LogEvent e)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, previousHash);
        Append(sha, position);
        Append(sha, e.Id.ToString("N"));
        Append(sha, e.Referral.ToString("N"));
        Append(sha, e.Version);
        Append(sha, e.Type);
        Append(sha, new DateTimeOffset(e.At).ToUnixTimeMilliseconds());
        Append(sha, e.Actor);
        Append(sha, e.Data);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>A text with its length before it, so that no two lists of texts run together; none is not the empty one.</summary>
    internal static void Append(IncrementalHash sha, string? text)
    {
        if (text is null)
        {
            Append(sha, -1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Append(sha, bytes.Length);
        sha.AppendData(bytes);
    }

    internal static void Append(IncrementalHash sha, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        sha.AppendData(bytes);
    }
}
