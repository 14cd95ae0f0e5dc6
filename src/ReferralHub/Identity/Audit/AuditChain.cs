using System.Security.Cryptography;
using ReferralHub.Platform.Log;

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
        LogChain.Append(sha, previousHash);
        LogChain.Append(sha, position);
        LogChain.Append(sha, e.Id.ToString("N"));
        LogChain.Append(sha, Milliseconds(e.At));
        foreach (var text in (string?[])[e.Role, e.Caller, e.Name, e.Post, e.Organisation, e.Session, e.Act, e.Route, e.Fingerprint])
            LogChain.Append(sha, text);
        LogChain.Append(sha, e.Outcome);
        LogChain.Append(sha, e.Status ?? -1);
        LogChain.Append(sha, e.Reason);
        LogChain.Append(sha, e.Subjects);
        LogChain.Append(sha, e.Continues?.ToString("N"));
        LogChain.Append(sha, e.Emergency?.ToString("N"));
        foreach (var subject in subjects)
        {
            LogChain.Append(sha, subject.Number);
            LogChain.Append(sha, subject.Referral?.ToString("N"));
            LogChain.Append(sha, subject.PatientKey);
            LogChain.Append(sha, Milliseconds(subject.At));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    static long Milliseconds(DateTime at) => new DateTimeOffset(at).ToUnixTimeMilliseconds();
}
