namespace ReferralHub.Referrals.Documents;

/// <summary>Which attachments are shown, and how. Anything else is given as a file to save, never opened in the page.</summary>
public static class AttachmentTypes
{
    public const int BytesMax = 5 * 1024 * 1024;

    static readonly Dictionary<string, byte[]> Signatures = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = [0x89, 0x50, 0x4E, 0x47],
        ["image/jpeg"] = [0xFF, 0xD8, 0xFF],
        ["image/gif"] = [0x47, 0x49, 0x46, 0x38],
        ["application/pdf"] = [0x25, 0x50, 0x44, 0x46],
    };

    public static bool IsImage(string? type) =>
        Plain(type).StartsWith("image/", StringComparison.OrdinalIgnoreCase) && Signatures.ContainsKey(Plain(type));

    public static bool IsText(string? type) => Plain(type).Equals("text/plain", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type under which a browser may show it; null when it is not what it says it is, or of no kind that is shown.</summary>
    public static string? Shown(string? type, ReadOnlySpan<byte> content)
    {
        var plain = Plain(type);
        if (IsText(plain))
            return "text/plain; charset=utf-8";
        return Signatures.TryGetValue(plain, out var signature) && content.StartsWith(signature) ? plain.ToLowerInvariant() : null;
    }

    /// <summary>How the name of a file of this type ends; what is no type that is shown ends so that no program opens it.</summary>
    public static string FindEnding(string? shown) =>
        Plain(shown) switch
        {
            "image/png" => ".png",
            "image/jpeg" => ".jpg",
            "image/gif" => ".gif",
            "application/pdf" => ".pdf",
            "text/plain" => ".txt",
            _ => ".bin",
        };

    internal static string Plain(string? type) => type?.Split(';')[0].Trim() ?? "";
}
