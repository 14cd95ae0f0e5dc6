using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// The hash that binds each audited call to the one before: SHA-256 over the previous hash and every field of the event and of its
/// subjects, each with its length before it.
/// </summary>
public static class AuditChain
{
    /// <summary>The hash before the first event.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <param name="subjects">In the order of their numbers.</param>
    public static string Hash(string previousHash, long position, AccessEvent e, IEnumerable<AccessSubject> subjects)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, previousHash);
        Append(sha, position);
        Append(sha, e.Id.ToString("N"));
        Append(sha, Milliseconds(e.At));
        foreach (var text in (string?[])[e.Role, e.Caller, e.Name, e.Post, e.Organisation, e.Session, e.Act, e.Route, e.Fingerprint])
            Append(sha, text);
        Append(sha, e.Outcome);
        Append(sha, e.Status ?? -1);
        Append(sha, e.Reason);
        Append(sha, e.Subjects);
        Append(sha, e.Continues?.ToString("N"));
        Append(sha, e.Emergency?.ToString("N"));
        foreach (var subject in subjects)
        {
            Append(sha, subject.Number);
            Append(sha, subject.Referral?.ToString("N"));
            Append(sha, subject.PatientKey);
            Append(sha, Milliseconds(subject.At));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    static long Milliseconds(DateTime at) => new DateTimeOffset(at).ToUnixTimeMilliseconds();

    static void Append(IncrementalHash sha, string? text)
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

    static void Append(IncrementalHash sha, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        sha.AppendData(bytes);
    }
}
