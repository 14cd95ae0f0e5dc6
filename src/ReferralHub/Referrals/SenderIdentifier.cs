namespace ReferralHub.Referrals;

/// <summary>A sender's own identifier of its referral in the form by which it is looked up.</summary>
static class SenderIdentifier
{
    /// <summary>Systems in lower case without scheme, so that variants of one system meet.</summary>
    public static string? Normalise(string? identifier)
    {
        if (identifier is null)
            return null;
        var bar = identifier.IndexOf('|', StringComparison.Ordinal);
        var system = identifier[..bar].ToLowerInvariant();
        var scheme = system.IndexOf("://", StringComparison.Ordinal);
        var value = identifier[(bar + 1)..];
        return value.Length == 0 ? null : $"{(scheme < 0 ? system : system[(scheme + 3)..])}|{value}";
    }
}
