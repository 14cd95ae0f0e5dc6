using System.Text;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>What became of an assertion.</summary>
/// <param name="Why">For the log and the audit: which rule it broke.</param>
/// <param name="Text">For whoever sent it. Until its signature holds it is told nothing that only the hub knows.</param>
sealed record AssertionAnswer(MachineClient? Client, string? Jti, DateTime UsableUntil, string? Why, string? Text);

/// <summary>Decides whether an assertion proves who its sender is (RFC 7523 §3, SMART Backend Services §3.1.1).</summary>
sealed class AssertionCheck(ClientRegistry registry, FetchedKeys fetched, TimeProvider time)
{
    /// <summary>How far clocks may differ.</summary>
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>How long before its end an assertion may be used at the earliest.</summary>
    static readonly TimeSpan AheadMax = TimeSpan.FromSeconds(300);

    const string NotProved = "No client that is enabled has published the key that would prove this assertion.";

    /// <param name="audiences">The names of this token endpoint.</param>
    public async Task<AssertionAnswer> CheckAsync(string text, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var (assertion, fault) = ClientAssertion.Read(text);
        if (assertion is null)
            return Refuse("malformed", fault!);
        if (await registry.FindAsync(assertion.Client, cancellationToken) is not { } client)
            return Refuse("unknown-client", NotProved);
        if (!client.IsEnabled)
            return Refuse("disabled-client", NotProved);
        if (!client.ListAlgorithms().Contains(assertion.Algorithm))
            return Refuse("algorithm", NotProved);
        if (assertion.KeysUrl is { } named && named != client.KeysUrl)
            return Refuse("jku", NotProved);
        var keys = client.KeysUrl is { } url
            ? await fetched.FindAsync(client.Id, url, assertion.KeyId, cancellationToken)
            : KeySet.Read(Encoding.UTF8.GetBytes(client.Keys!)).Set;
        if (keys is null)
            return Refuse("keys-unreachable", NotProved);
        var matching = keys.Keys.Where(k => k.Id == assertion.KeyId).ToList();
        if (matching is not [var key])
            return Refuse(matching.Count == 0 ? "unknown-kid" : "several-keys", NotProved);
        if (key.Algorithm != assertion.Algorithm)
            return Refuse("key-type", NotProved);
        if (!key.Verifies(assertion.Signed, assertion.Signature))
            return Refuse("signature", NotProved);
        return CheckClaims(assertion, client, audiences);
    }

    AssertionAnswer CheckClaims(ClientAssertion assertion, MachineClient client, IReadOnlyList<string> audiences)
    {
        var now = time.UtcNow();
        var seconds = (now - DateTime.UnixEpoch).TotalSeconds;
        if (assertion.Audiences.Any(a => !audiences.Contains(a)))
            return Refuse("aud", $"The claim aud must be {audiences[0]} and nobody else.");
        if (assertion.Expires is not { } expires)
            return Refuse("no-exp", "The claim exp is missing.");
        if (expires - seconds > AheadMax.TotalSeconds)
            return Refuse("exp-too-far", $"The claim exp is more than {AheadMax.TotalSeconds} seconds ahead.");
        if (seconds - expires > Skew.TotalSeconds)
            return Refuse("expired", "The assertion has expired (exp). If it was just made, the sender's clock is wrong.");
        if (assertion.NotBefore > seconds + Skew.TotalSeconds || assertion.IssuedAt > seconds + Skew.TotalSeconds)
            return Refuse("not-yet", "The assertion is not valid yet (nbf, iat). If it was just made, the sender's clock is wrong.");
        if (assertion.Jti is not { } jti)
            return Refuse("no-jti", "The claim jti is missing, or longer than 400 characters.");
        return new(client, jti, DateTime.UnixEpoch.AddSeconds(expires) + Skew + TimeSpan.FromSeconds(1), null, null);
    }

    static AssertionAnswer Refuse(string why, string text) => new(null, null, default, why, text);
}
