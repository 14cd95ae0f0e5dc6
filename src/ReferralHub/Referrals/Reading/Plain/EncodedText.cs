using System.Text;
using System.Text.Unicode;

namespace ReferralHub.Referrals.Reading.Plain;

/// <summary>Bytes of a text as characters, by the character set that is stated, or by what the bytes themselves say.</summary>
static class EncodedText
{
    const int Western = 1252;

    /// <summary>The characters; null when the bytes are no text.</summary>
    /// <param name="contentType">As it came, with or without charset.</param>
    public static string? Read(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (FindStated(contentType) is { } stated)
            return stated.GetString(bytes) is var text && text.Contains('\0', StringComparison.Ordinal) ? null : text;
        if (bytes.Contains((byte)0))
            return null;
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : FindPage(Western).GetString(bytes);
    }

    /// <summary>A Windows code page; Western European when there is none of this number.</summary>
    public static Encoding FindPage(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page) ?? CodePagesEncodingProvider.Instance.GetEncoding(Western)!;

    static Encoding? FindStated(string? contentType)
    {
        var at = contentType?.IndexOf("charset=", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
            return null;
        var name = contentType![(at + 8)..].Split(';')[0].Trim().Trim('"', '\'').ToLowerInvariant();
        return name switch
        {
            "utf-8" or "utf8" => null,
            "us-ascii" => null,
            "iso-8859-1" or "latin1" => FindPage(Western),
            "utf-16" or "utf-16le" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(name),
        };
    }
}
