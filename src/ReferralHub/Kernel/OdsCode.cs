namespace ReferralHub.Kernel;

/// <summary>
/// An organisation or site code of the Organisation Data Service: capital letters and digits, 3 to 12 of them
/// (trust RH8, trust site RH802, GP practice L81008). Codes are never reused.
/// </summary>
public readonly record struct OdsCode
{
    const int LengthMin = 3;
    const int LengthMax = 12;
    readonly string? code;

    OdsCode(string code) => this.code = code;

    public string Value => code ?? "";

    /// <summary>Whether the code has the form of a GP practice: a letter and five digits.</summary>
    public bool IsPracticeForm =>
        Value.Length == 6 && char.IsAsciiLetterUpper(Value[0]) && Value.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Reads a code, in either case and with surrounding space; false when the form is wrong.</summary>
    public static bool TryParse(string? text, out OdsCode code)
    {
        code = default;
        var clean = text?.Trim().ToUpperInvariant();
        if (clean is null || clean.Length is < LengthMin or > LengthMax || !clean.All(char.IsAsciiLetterOrDigit))
            return false;
        code = new(clean);
        return true;
    }

    public override string ToString() => Value;
}
