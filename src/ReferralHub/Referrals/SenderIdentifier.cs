namespace ReferralHub.Referrals;

/// <summary>A sender's own identifiers of its referral in the form by which they are looked up.</summary>
static class SenderIdentifier
{
    /// <summary>Systems in lower case without scheme, so that variants of one system meet; the value as it is.</summary>
    /// <param name="identifier">system|value; the system may be empty.</param>
    public static (string System, string Value)? Normalise(string identifier)
    {
        var bar = identifier.IndexOf('|', StringComparison.Ordinal);
        var value = identifier[(bar + 1)..].Trim();
        return value.Length is 0 or > ReferralIdentifier.CharactersMax ? null : (NormaliseSystem(identifier[..Math.Max(bar, 0)]), value);
    }

    public static string NormaliseSystem(string system)
    {
        var lower = system.Trim().TrimEnd('/').ToLowerInvariant();
        var scheme = lower.IndexOf("://", StringComparison.Ordinal);
        var bare = scheme < 0 ? lower : lower[(scheme + 3)..];
        return bare.Length > ReferralIdentifier.CharactersMax ? bare[..ReferralIdentifier.CharactersMax] : bare;
    }

    /// <summary>All of a request's identifiers, each once.</summary>
    public static List<(string System, string Value)> NormaliseAll(RequestFacts request) =>
        [.. request.Identifiers.Select(Normalise).OfType<(string, string)>().Distinct().Take(ReferralIdentifier.PerReferralMax)];
}
