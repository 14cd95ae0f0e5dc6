using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Reading.Plain;

namespace ReferralHub.Referrals.Reading;

/// <summary>The words of an attachment, by what its bytes are and what it says it is.</summary>
static class AttachmentText
{
    public const string NoText = "no text could be taken out";

    /// <returns>The text, or why there is none in words that follow the attachment's name; both when only a part could be read.</returns>
    public static (string? Text, string? Unread) Read(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (bytes.IsEmpty)
            return (null, "it has no content");
        var type = AttachmentTypes.Plain(contentType).ToLowerInvariant();
        if (bytes.StartsWith("%PDF"u8) || type == "application/pdf")
            return (null, NoText);
        if (bytes.StartsWith("{\\rtf"u8))
            return Say(RtfText.Read(bytes));
        if (type.StartsWith("image/", StringComparison.Ordinal))
            return (null, "a picture, which only a person can read");
        if (!IsText(type))
            return (null, $"a file of a kind that no rule reads ({(type.Length == 0 ? "type not stated" : type)})");
        if (EncodedText.Read(bytes, contentType) is not { } text)
            return (null, $"it says that it is {type}, and its content is no text");
        return Say(IsMarkup(type) ? MarkupText.Read(text) : text);
    }

    static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/xhtml+xml" or "application/xml" or "application/rtf";

    static bool IsMarkup(string type) => type is "text/html" or "text/xml" or "application/xhtml+xml" or "application/xml";

    static (string?, string?) Say(string text) => string.IsNullOrWhiteSpace(text) ? (null, NoText) : (text, null);
}
