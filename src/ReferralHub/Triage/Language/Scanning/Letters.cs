using System.Globalization;
using System.Text;

namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Letters as words are compared: small, without accents, ligatures taken apart, wide forms as plain ones.</summary>
static class Letters
{
    /// <summary>Letters of a character outside ASCII, made when it is first met; empty for what is no letter.</summary>
    static readonly string?[] Known = new string?[char.MaxValue + 1];

    public static string Plain(char c) => Known[c] ??= Make(c);

    /// <summary>Marks that change how a text looks and not what it says: soft hyphen, joiners, combining accents.</summary>
    public static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' or (>= '\u0300' and <= '\u036F');

    static string Make(char c)
    {
        if (char.IsSurrogate(c) || !(char.IsLetter(c) || char.IsDigit(c) || c is 'µ'))
            return "";
        var text = new StringBuilder();
        foreach (var part in c.ToString().Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(part) is UnicodeCategory.NonSpacingMark)
                continue;
            text.Append(
                char.ToLowerInvariant(part) switch
                {
                    // An e alone, because ae and oe are read as e in every word.
                    'æ' or 'œ' => "e",
                    'ø' => "o",
                    'ß' => "s",
                    'ł' => "l",
                    'đ' => "d",
                    'μ' => "u",
                    var plain => plain.ToString(),
                }
            );
        }

        return text.ToString();
    }
}
