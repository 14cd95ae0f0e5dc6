namespace ReferralHub.Kernel;

/// <summary>
/// An NHS number: ten digits whose last is a Modulus 11 check digit (NHS Data Dictionary, NHS NUMBER). The check does
/// not prove identity. Numbers that fail it are still received (national examples use one), so callers keep the text
/// as it came and ask here whether it is valid.
/// </summary>
public readonly record struct NhsNumber
{
    const int Digits = 10;
    readonly string? digits;

    NhsNumber(string digits) => this.digits = digits;

    public string Value => digits ?? "";

    /// <summary>Whether the number is of the 999 range that is set aside for tests and demonstrations.</summary>
    public bool IsTestRange => Value.StartsWith("999", StringComparison.Ordinal);

    /// <summary>Reads ten digits, with or without spaces; false when they are not ten digits or the check fails.</summary>
    public static bool TryParse(string? text, out NhsNumber number)
    {
        number = default;
        if (text is null)
            return false;
        Span<char> clean = stackalloc char[Digits];
        var length = 0;
        foreach (var c in text)
        {
            if (c == ' ')
                continue;
            if (!char.IsAsciiDigit(c) || length == Digits)
                return false;
            clean[length++] = c;
        }

        if (length != Digits || CheckDigit(clean[..9]) != clean[9] - '0')
            return false;
        number = new(clean.ToString());
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
        var clean = text?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        return clean.Length == Digits && clean.All(char.IsAsciiDigit) ? $"{clean[..3]} {clean[3..6]} {clean[6..]}" : text ?? "";
    }

    public override string ToString() => Display(Value);
}
