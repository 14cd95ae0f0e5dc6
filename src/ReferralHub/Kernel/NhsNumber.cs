using System.Globalization;
using System.Text;

namespace ReferralHub.Kernel;

/// <summary>
/// An NHS number: ten digits whose last is a Modulus 11 check digit (NHS Data Dictionary, NHS NUMBER). The check does
/// not prove identity. Numbers that fail it are still received (national examples use one), so callers keep the text
/// as it came and ask here whether it is valid.
/// </summary>
public readonly record struct NhsNumber
{
    public const int Digits = 10;
    const char MinusSign = '\u2212';
    readonly string? digits;

    NhsNumber(string digits) => this.digits = digits;

    public string Value => digits ?? "";

    /// <summary>Whether the number is of the 999 range that is set aside for tests and demonstrations.</summary>
    public bool IsTestRange => Value.StartsWith("999", StringComparison.Ordinal);

    /// <summary>Reads ten digits, however they are set apart; false when they are not ten digits or the check fails.</summary>
    public static bool TryParse(string? text, out NhsNumber number)
    {
        number = default;
        if (Clean(text) is not { Length: Digits } clean || clean.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        if (CheckDigit(clean.AsSpan(0, 9)) != clean[9] - '0')
            return false;
        number = new(clean);
        return true;
    }

    /// <summary>
    /// The text without what people and systems put between its parts: spaces and no-break spaces of every width, hyphens and
    /// dashes, marks that are not seen. Digits of other scripts become those of ASCII. Null when nothing is left.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (char.GetUnicodeCategory(c))
            {
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.Control or UnicodeCategory.Format:
                case UnicodeCategory.DashPunctuation or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                case UnicodeCategory.MathSymbol when c == MinusSign:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    clean.Append((char)('0' + (int)char.GetNumericValue(c)));
                    break;
                default:
                    clean.Append(c);
                    break;
            }
        }

        return clean.Length == 0 ? null : clean.ToString();
    }

    /// <summary>
    /// Whether ten digits are what is typed where there is no number: one digit ten times, or a run upwards or downwards such as
    /// 0123456789. Some of these pass the check; none is anybody's.
    /// </summary>
    public static bool IsPlaceholder(string? text)
    {
        if (Clean(text) is not { Length: Digits } clean || clean.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        var step = (clean[1] - clean[0] + 10) % 10;
        if (step is not (0 or 1 or 9))
            return false;
        for (var i = 2; i < Digits; i++)
            if ((clean[i] - clean[i - 1] + 10) % 10 != step)
                return false;
        return true;
    }

    /// <summary>The check digit of nine digits, or null where the sum gives 10 and no number exists.</summary>
    public static int? CheckDigit(ReadOnlySpan<char> nineDigits)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
            sum += (nineDigits[i] - '0') * (10 - i);
        var check = 11 - (sum % 11);
        return check switch
        {
            11 => 0,
            10 => null,
            _ => check,
        };
    }

    /// <summary>Any ten digits as people read them, 3-3-4; other text is given back unchanged.</summary>
    public static string Display(string? text)
    {
        var clean = Clean(text) ?? "";
        return clean.Length == Digits && clean.All(char.IsAsciiDigit) ? $"{clean[..3]} {clean[3..6]} {clean[6..]}" : text ?? "";
    }

    public override string ToString() => Display(Value);
}
