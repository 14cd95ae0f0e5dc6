using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>Numbers as text, the way FHIRPath writes them.</summary>
static class PathText
{
    public static bool TryDecimal(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        var digits = text.TrimStart("+-");
        return digits.Length > 0
            && text.Length - digits.Length <= 1
            && char.IsAsciiDigit(digits[0])
            && char.IsAsciiDigit(digits[^1])
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out value
            );
    }

    public static bool TryInteger(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            return false;
        value = small;
        return true;
    }

    /// <summary>Digits after the point without trailing zeros, for equivalence.</summary>
    public static int SignificantScale(decimal value)
    {
        var scale = (int)value.Scale;
        while (scale > 0 && decimal.Round(value, scale - 1) == value)
            scale--;
        return scale;
    }
}
