using System.Net;
using System.Text;

namespace ReferralHub.Referrals.Reading.Plain;

/// <summary>
/// The words of HTML, XHTML or XML. Nothing of it is run or kept: tags go, what stands in blocks and cells is set apart by line ends,
/// scripts and styles are no words. One walk; what is not well formed is read as far as it goes.
/// </summary>
static class MarkupText
{
    static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "img",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "content",
    };

    public static string Read(string markup)
    {
        var text = new StringBuilder(markup.Length);
        var at = 0;
        while (at < markup.Length)
        {
            var open = markup.IndexOf('<', at);
            if (open < 0)
                open = markup.Length;
            text.Append(WebUtility.HtmlDecode(markup[at..open]));
            if (open == markup.Length)
                break;
            at = SkipTag(markup, open, text);
        }

        return Tidy(text);
    }

    static int SkipTag(string markup, int open, StringBuilder text)
    {
        if (markup.AsSpan(open).StartsWith("<!--"))
            return FindEnd(markup, "-->", open + 4);
        if (markup.AsSpan(open).StartsWith("<![CDATA["))
        {
            var end = markup.IndexOf("]]>", open, StringComparison.Ordinal);
            text.Append(markup, open + 9, (end < 0 ? markup.Length : end) - open - 9);
            return end < 0 ? markup.Length : end + 3;
        }

        var nameFrom = open + 1 < markup.Length && markup[open + 1] == '/' ? open + 2 : open + 1;
        // A sign that opens no tag is what was written: "Hb < 80".
        if (nameFrom >= markup.Length || !(char.IsAsciiLetter(markup[nameFrom]) || markup[nameFrom] is '!' or '?'))
        {
            text.Append('<');
            return open + 1;
        }

        var nameTo = nameFrom;
        while (nameTo < markup.Length && (char.IsAsciiLetterOrDigit(markup[nameTo]) || markup[nameTo] is ':' or '!' or '?'))
            nameTo++;
        var name = markup[nameFrom..nameTo];
        if (!Inline.Contains(name))
            text.Append('\n');
        if (nameFrom == open + 1 && name.ToLowerInvariant() is "script" or "style")
            return FindEnd(markup, $"</{name}", open);
        return FindClose(markup, nameTo, text);
    }

    /// <summary>The end of a tag, past quoted values; words that only a reader of the page would see, such as alt, are kept.</summary>
    static int FindClose(string markup, int from, StringBuilder text)
    {
        for (var at = from; at < markup.Length; at++)
        {
            if (markup[at] == '>')
                return at + 1;
            if (markup[at] is not ('"' or '\''))
                continue;
            var end = markup.IndexOf(markup[at], at + 1);
            if (end < 0)
                break;
            var name = markup.AsSpan(from, at - from);
            if (name.TrimEnd().EndsWith("alt=", StringComparison.OrdinalIgnoreCase))
                text.Append(' ').Append(WebUtility.HtmlDecode(markup[(at + 1)..end])).Append(' ');
            (at, from) = (end, end + 1);
        }

        // A tag that never ends hides nothing: what follows is read as words.
        text.Append(WebUtility.HtmlDecode(markup[from..]));
        return markup.Length;
    }

    static int FindEnd(string markup, string mark, int from)
    {
        var end = markup.IndexOf(mark, from, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? markup.Length : end + (mark[0] == '<' ? 0 : mark.Length);
    }

    /// <summary>Spaces in a row become one, lines without words go.</summary>
    internal static string Tidy(StringBuilder text)
    {
        var tidy = new StringBuilder(text.Length);
        var (space, line) = (false, false);
        foreach (var chunk in text.GetChunks())
        foreach (var c in chunk.Span)
        {
            if (c is '\n' or '\r')
                line = true;
            else if (char.IsWhiteSpace(c))
                space = true;
            else
            {
                if (tidy.Length > 0 && (line || space))
                    tidy.Append(line ? '\n' : ' ');
                (space, line) = (false, false);
                tidy.Append(c);
            }
        }

        return tidy.ToString();
    }
}
