using System.Globalization;
using System.Text;

namespace ReferralHub.Kernel;

/// <summary>
/// Names of people as they are compared and found: letter case, accents, Unicode forms, the kind of apostrophe and hyphens make
/// no other person (R4 §3.1.1.4.8: strings are found without regard to case, accents and punctuation).
/// </summary>
public static class PersonName
{
    /// <summary>Every sign that is typed for an apostrophe. Some decompose into a space, so they go first.</summary>
    const string Apostrophes = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\uff07";

    static readonly string[] Titles = [.. "mr mrs ms miss mx master dr prof professor sir dame lord lady rev".Split(' ')];

    /// <summary>
    /// The form by which names are one: capitals without accents and apostrophes, with one space for hyphens and the like between
    /// parts. Empty when nothing of the name is a letter or digit.
    /// </summary>
    public static string Fold(string name)
    {
        var source = Ascii.IsValid(name) ? name : Decompose(name);
        var folded = new StringBuilder(source.Length);
        var isApart = false;
        foreach (var c in source)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (isApart && folded.Length > 0)
                    folded.Append(' ');
                isApart = false;
                if (Spell(c) is { } spelled)
                    folded.Append(spelled);
                else
                    folded.Append(char.ToUpperInvariant(c));
            }
            else if (!Apostrophes.Contains(c, StringComparison.Ordinal) && !IsMark(c))
            {
                isApart = true;
            }
        }

        return folded.ToString();
    }

    /// <summary>The name composed (Unicode NFC), without spaces at its ends; null when nothing is left.</summary>
    public static string? Tidy(string? name)
    {
        if (name?.Trim() is not { Length: > 0 } tidy)
            return null;
        return Ascii.IsValid(tidy) || HasLoneSurrogate(tidy) ? tidy : tidy.Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// The parts of a name that came as one text: "FIELD, Edith (Mrs)", as the NHS displays names, or "Mrs Edith Field", whose last
    /// word is taken for the family name. A guess that is good enough to find somebody by; who it is a number or a person says.
    /// </summary>
    public static (string? Prefix, string? Given, string? Family) Split(string text)
    {
        var (name, prefix) = (text.Trim(), (string?)null);
        if (name.EndsWith(')') && name.LastIndexOf('(') is var open and > 0)
            (prefix, name) = (name[(open + 1)..^1].Trim(), name[..open].TrimEnd());
        if (name.IndexOf(',', StringComparison.Ordinal) is var comma and > 0)
            return (prefix, Tidy(name[(comma + 1)..]), Tidy(name[..comma]));
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1 && Titles.Contains(words[0].TrimEnd('.').ToLowerInvariant()))
            (prefix, words) = (words[0], words[1..]);
        return words.Length == 0 ? (prefix, null, null) : (prefix, Tidy(string.Join(' ', words[..^1])), Tidy(words[^1]));
    }

    static string Decompose(string name)
    {
        if (HasLoneSurrogate(name))
            return name;
        var bare = new StringBuilder(name.Length);
        foreach (var c in name)
            if (!Apostrophes.Contains(c, StringComparison.Ordinal))
                bare.Append(c);
        return bare.ToString().Normalize(NormalizationForm.FormKD);
    }

    /// <summary>Letters that Unicode does not take apart, as they are written where they are not on the keyboard.</summary>
    static string? Spell(char c) =>
        c switch
        {
            'ß' or 'ẞ' => "SS",
            'æ' or 'Æ' => "AE",
            'œ' or 'Œ' => "OE",
            'ø' or 'Ø' => "O",
            'ł' or 'Ł' => "L",
            'đ' or 'Đ' or 'ð' or 'Ð' => "D",
            'þ' or 'Þ' => "TH",
            'ı' => "I",
            'ħ' or 'Ħ' => "H",
            _ => null,
        };

    static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    /// <summary>Half a character, which cannot be normalised; such text is compared as it is.</summary>
    static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }
}
