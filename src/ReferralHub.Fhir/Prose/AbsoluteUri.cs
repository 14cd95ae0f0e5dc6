namespace ReferralHub.Fhir.Prose;

/// <summary>Whether a text is a URI with a scheme (RFC 3986 §3.1).</summary>
static class AbsoluteUri
{
    public static bool Is(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1 || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (var c in text.AsSpan(0, colon))
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        return true;
    }

    /// <summary>Whether it is the address of something on a server, and not a name such as a URN.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);
}
