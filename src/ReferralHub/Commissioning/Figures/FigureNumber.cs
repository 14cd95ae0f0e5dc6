using System.Globalization;
using System.Text.RegularExpressions;

namespace ReferralHub.Commissioning.Figures;

/// <summary>
/// Whole numbers of the files of figures. Nothing is guessed: 1.234 is a thousand in one country and one in another, so whatever
/// spreadsheets add to digits is refused with what to write instead.
/// </summary>
static partial class FigureNumber
{
    /// <summary>Reads digits; otherwise says why not.</summary>
    /// <param name="unit">What one is, for the sentence, e.g. whole pence, 15200 for £152.00.</param>
    public static (long Number, string? Fault) Read(string text, string column, string unit, long min, long max)
    {
        if (text.Length == 0)
            return (0, $"{column} is empty; write {unit}");
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return (0, $"{column} is \"{text}\", {FindDisguise(text) ?? "which is no number"}; write {unit}");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > max)
            return (0, $"{column} is {text}, and the most is {max.ToString(CultureInfo.InvariantCulture)}; write {unit}");
        return number < min
            ? (0, $"{column} is {text}, and the least is {min.ToString(CultureInfo.InvariantCulture)}; write {unit}")
            : (number, null);
    }

    static string? FindDisguise(string text) =>
        Thousands().IsMatch(text) ? "with a separator of thousands"
        : Comma().IsMatch(text) ? "with a decimal comma"
        : Point().IsMatch(text) ? "with a decimal point"
        : Scientific().IsMatch(text) ? "in scientific notation, as spreadsheets write long numbers"
        : Sign().IsMatch(text) ? "with a sign"
        : Currency().IsMatch(text) ? "with a sign of money or of a share"
        : null;

    /// <summary>1,234 and 1,234.56 and 1 234 (any space) and 1'234; also 1.234,56.</summary>
    [GeneratedRegex(@"^[-+£]?[0-9]{1,3}(?:(?:,[0-9]{3})+(?:\.[0-9]*)?|(?:[\s'’][0-9]{3})+(?:[.,][0-9]*)?|(?:\.[0-9]{3})+,[0-9]*)\z")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[-+£]?[0-9]*,[0-9]*\z")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^[-+£]?[0-9]*\.[0-9]*\z")]
    private static partial Regex Point();

    [GeneratedRegex(@"^[-+]?[0-9]+(?:[.,][0-9]*)?[eE][-+]?[0-9]+\z")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"^[-+−(][0-9]+\)?\z")]
    private static partial Regex Sign();

    [GeneratedRegex(@"^[£€$]\s*[0-9.,]+\z|^[0-9.,]+\s*[p£€$%‰]\z")]
    private static partial Regex Currency();
}
