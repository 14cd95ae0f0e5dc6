namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>What the scanner said of one content.</summary>
/// <param name="Signature">Its name for what it found.</param>
public sealed record ScanAnswer(ScanStatus Status, string? Signature = null)
{
    const string Prefix = "stream: ";
    const string Found = " FOUND";

    /// <summary>Of clamd's answer to INSTREAM: <c>stream: OK</c>, <c>stream: NAME FOUND</c>, or a sentence that ends in ERROR.</summary>
    /// <param name="isWhole">Whether all of the content had been sent; clean is only what was looked through from end to end.</param>
    public static ScanAnswer Parse(string answer, bool isWhole)
    {
        var text = answer.Trim('\0', '\n', '\r', ' ');
        if (text.Contains("size limit exceeded", StringComparison.OrdinalIgnoreCase))
            return new(ScanStatus.TooLarge);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return new(ScanStatus.Failed);
        if (text.EndsWith(Found, StringComparison.Ordinal))
        {
            var name = text[Prefix.Length..^Found.Length];
            // So clamd names a file within which it went to its limits and no further (AlertExceedsMax), which is no malware.
            return name.StartsWith("Heuristics.Limits.Exceeded", StringComparison.Ordinal)
                ? new(ScanStatus.TooLarge)
                : new(ScanStatus.Infected, name);
        }

        return new(text == "stream: OK" && isWhole ? ScanStatus.Clean : ScanStatus.Failed);
    }
}
