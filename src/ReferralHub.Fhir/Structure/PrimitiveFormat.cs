using System.Buffers.Text;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Formats of the primitives that are strings in JSON (R4 §2.24.0.1), by hand because the expressions of the definitions
/// take ten times as long and accept days that do not exist.
/// </summary>
static class PrimitiveFormat
{
    const int IdCharactersMax = 64;

    /// <summary>What the text should be, for a sentence that begins "must be"; null when it is right.</summary>
    public static string? Fault(string type, ReadOnlySpan<byte> text) =>
        type switch
        {
            "string" or "markdown" or "xhtml" => null,
            "code" => IsCode(text) ? null : "a code: no space at either end, and single spaces within",
            "id" => IsId(text) ? null : "an id: 1 to 64 letters, digits, hyphens and full stops",
            "uri" or "url" or "canonical" => text.IndexOfAny(" \t\r\n"u8) < 0 ? null : $"a {type}, which has no spaces",
            "date" => IsDate(text, out _) ? null : "a date: YYYY, YYYY-MM or YYYY-MM-DD of a day that exists",
            "dateTime" => IsDateTime(text)
                ? null
                : "a dateTime: a date of a day that exists, and when there is a time then hh:mm:ss with a zone such as Z or +01:00",
            "instant" => IsInstant(text) ? null : "an instant: YYYY-MM-DDThh:mm:ss of a day that exists, with a zone such as Z or +01:00",
            "time" => IsTime(text, out var used) && used == text.Length ? null : "a time: hh:mm:ss without a zone",
            "oid" => IsOid(text) ? null : "an OID as a URN, such as urn:oid:1.2.3",
            "uuid" => IsUuid(text) ? null : "a UUID as a URN in lower case, such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "base64Binary" => Base64.IsValid(text) ? null : "base64",
            _ => null,
        };

    static bool IsCode(ReadOnlySpan<byte> text)
    {
        if (text[0] <= ' ' || text[^1] <= ' ')
            return false;
        for (var i = 1; i < text.Length; i++)
            if (text[i] <= ' ' && (text[i] != ' ' || text[i - 1] == ' '))
                return false;
        return true;
    }

    static bool IsId(ReadOnlySpan<byte> text)
    {
        if (text.Length > IdCharactersMax)
            return false;
        foreach (var b in text)
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'.'))
                return false;
        return true;
    }

    /// <summary>The date at the start of the text; true when nothing follows it.</summary>
    static bool IsDate(ReadOnlySpan<byte> text, out bool isWhole)
    {
        isWhole = false;
        if (!Digits(text, 0, 4, out var year) || year == 0)
            return false;
        if (text.Length == 4)
            return true;
        if (text.Length < 7 || text[4] != '-' || !Digits(text, 5, 2, out var month) || month is < 1 or > 12)
            return false;
        if (text.Length == 7)
            return true;
        if (text.Length < 10 || text[7] != '-' || !Digits(text, 8, 2, out var day) || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        isWhole = true;
        return text.Length == 10;
    }

    static bool IsDateTime(ReadOnlySpan<byte> text) => text.Length <= 10 ? IsDate(text, out _) : IsInstant(text);

    static bool IsInstant(ReadOnlySpan<byte> text) =>
        text.Length > 11
        && text[10] == 'T'
        && IsDate(text[..10], out var isWhole)
        && isWhole
        && IsTime(text[11..], out var used)
        && IsZone(text[(11 + used)..]);

    /// <summary>hh:mm:ss and a fraction; 60 seconds are a leap second.</summary>
    static bool IsTime(ReadOnlySpan<byte> text, out int used)
    {
        used = 8;
        if (
            text.Length < 8
            || text[2] != ':'
            || text[5] != ':'
            || !Digits(text, 0, 2, out var hour)
            || !Digits(text, 3, 2, out var minute)
            || !Digits(text, 6, 2, out var second)
        )
            return false;
        if (hour > 23 || minute > 59 || second > 60)
            return false;
        if (text.Length == 8 || text[8] != '.')
            return true;
        var digits = text[9..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var length = digits < 0 ? text.Length - 9 : digits;
        used = 9 + length;
        return length > 0;
    }

    static bool IsZone(ReadOnlySpan<byte> text) =>
        text is [(byte)'Z']
        || (
            text.Length == 6
            && text[0] is (byte)'+' or (byte)'-'
            && text[3] == ':'
            && Digits(text, 1, 2, out var hours)
            && Digits(text, 4, 2, out var minutes)
            && minutes < 60
            && (hours < 14 || (hours == 14 && minutes == 0))
        );

    static bool IsOid(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("urn:oid:"u8))
            return false;
        var rest = text["urn:oid:"u8.Length..];
        if (rest.Length < 3 || rest[0] is < (byte)'0' or > (byte)'2' || rest[1] != '.')
            return false;
        foreach (var arc in rest[2..].Split((byte)'.'))
        {
            var digits = rest[2..][arc];
            if (digits.Length == 0 || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || (digits.Length > 1 && digits[0] == '0'))
                return false;
        }

        return true;
    }

    static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 45 || !text.StartsWith("urn:uuid:"u8))
            return false;
        for (var i = 9; i < 45; i++)
        {
            var hyphen = i is 17 or 22 or 27 or 32;
            if (hyphen ? text[i] != '-' : !char.IsAsciiHexDigitLower((char)text[i]))
                return false;
        }

        return true;
    }

    static bool Digits(ReadOnlySpan<byte> text, int from, int count, out int value)
    {
        value = 0;
        if (text.Length < from + count)
            return false;
        foreach (var b in text.Slice(from, count))
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + b - '0';
        }

        return true;
    }
}
