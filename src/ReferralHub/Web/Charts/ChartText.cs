using System.Globalization;
using System.Text;
using ReferralHub.Web.Components;

namespace ReferralHub.Web.Charts;

/// <summary>Names as a picture can hold them: without what would break it, and cut to the room there is.</summary>
static class ChartText
{
    /// <summary>Longer names are cut before they are measured; nobody reads more in a picture.</summary>
    const int CharactersMax = 200;

    const int TailCharactersMax = 8;

    /// <summary>In a sentence.</summary>
    const int BriefCharactersMax = 60;

    const string Ellipsis = "…";

    public static string Encode(string text) => Markup.Encode(Clean(text));

    /// <summary>
    /// Without controls, halves of characters and marks that turn the direction of what follows; a name that is nothing is "Not named".
    /// </summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
            if (Rune.IsControl(rune))
                clean.Append(' ');
            else if (!IsUnfit(rune.Value))
                clean.Append(rune.ToString());
        var made = clean.ToString().Trim();
        return made.Length == 0 ? "Not named" : made;
    }

    /// <summary>A name as a sentence can bear it.</summary>
    public static string Brief(string name)
    {
        var elements = new StringInfo(Clean(name));
        return elements.LengthInTextElements <= BriefCharactersMax
            ? elements.String
            : elements.SubstringByTextElements(0, BriefCharactersMax).TrimEnd() + Ellipsis + FindTail(name);
    }

    /// <summary>Lower-case letters, digits and hyphens, as an id and an address may have.</summary>
    public static string ToId(string text)
    {
        var characters = text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        var words = string.Concat(characters).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "chart" : string.Join('-', words);
    }

    /// <summary>About how wide it is, in the widths of Arial, whose letters those of the design system's font do not exceed.</summary>
    public static decimal Measure(string text, decimal fontSize)
    {
        var thousandths = 0;
        foreach (var rune in text.EnumerateRunes())
            thousandths += MeasureRune(rune.Value);
        return thousandths * fontSize / 1000;
    }

    /// <summary>The name on so many lines of that width; what does not fit becomes an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string name, decimal width, decimal fontSize, int linesMax)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Clean(Cut(name)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        foreach (var piece in Break(word, width, fontSize))
        {
            var longer = line.Length == 0 ? piece : $"{line} {piece}";
            if (line.Length == 0 || Measure(longer, fontSize) <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = piece;
            if (lines.Count == linesMax)
                return [.. lines.SkipLast(1), Shorten(lines[^1], FindTail(name), width, fontSize)];
        }

        lines.Add(line);
        return lines;
    }

    static string Cut(string name) =>
        name.Length <= CharactersMax ? name
        : char.IsHighSurrogate(name[CharactersMax - 1]) ? name[..(CharactersMax - 1)] + Ellipsis
        : name[..CharactersMax] + Ellipsis;

    /// <summary>A word in pieces that each fit a line.</summary>
    static IEnumerable<string> Break(string word, decimal width, decimal fontSize)
    {
        if (Measure(word, fontSize) <= width)
        {
            yield return word;
            yield break;
        }

        var piece = "";
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (piece.Length > 0 && Measure(piece + element, fontSize) > width)
            {
                yield return piece;
                piece = "";
            }

            piece += element;
        }

        yield return piece;
    }

    static string Shorten(string line, string tail, decimal width, decimal fontSize)
    {
        var elements = new StringInfo(line);
        for (var length = elements.LengthInTextElements; length > 0; length--)
            if (elements.SubstringByTextElements(0, length).TrimEnd() + Ellipsis + tail is var cut && Measure(cut, fontSize) <= width)
                return cut;
        return Ellipsis;
    }

    /// <summary>A short last word, such as a number or a place, is often what tells long names apart: it stays.</summary>
    static string FindTail(string name)
    {
        var last = Clean(name).Split(' ')[^1];
        return last.Length <= TailCharactersMax ? " " + last : "";
    }

    static bool IsUnfit(int rune) => rune is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) || (rune & 0xFFFE) == 0xFFFE;

    static int MeasureRune(int rune) =>
        rune switch
        {
            'i' or 'j' or 'l' or '\'' or '|' => 240,
            'f' or 't' or 'r' or 'I' or ' ' or '.' or ',' or ':' or ';' or '/' or '!' or '-' or '(' or ')' or '[' or ']' => 320,
            'm' or 'M' or '%' or '@' or 'W' => 920,
            'w' => 740,
            >= 'A' and <= 'Z' => 720,
            < 0x250 => 580,
            < 0x1100 => 700,
            >= 0x2000 and < 0x2E80 => 700,
            _ => 1100,
        };
}
