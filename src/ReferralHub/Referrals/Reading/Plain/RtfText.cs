using System.Globalization;
using System.Text;

namespace ReferralHub.Referrals.Reading.Plain;

/// <summary>
/// The words of a document in Rich Text Format: control words go, what a reader does not see on the page (fonts, styles, pictures) is
/// left out, code pages and Unicode escapes are followed. One walk without recursion; cost linear in the size.
/// </summary>
static class RtfText
{
    static readonly HashSet<string> Hidden =
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "info",
        "pict",
        "objdata",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "fldinst",
        "filetbl",
        "revtbl",
    ];

    /// <summary>Groups that programs may skip and that hold words all the same.</summary>
    static readonly HashSet<string> Shown = ["shptxt", "footnote", "annotation", "do", "shpinst"];

    public static string Read(ReadOnlySpan<byte> rtf)
    {
        var text = new StringBuilder(rtf.Length / 2);
        var groups = new Stack<(bool IsHidden, int Fallback)>();
        var (isHidden, fallback, skip, at) = (false, 1, 0, 0);
        var page = EncodedText.FindPage(1252);
        var (isStarred, bytes) = (false, new byte[1]);
        while (at < rtf.Length)
        {
            var c = rtf[at++];
            if (c == '{')
            {
                groups.Push((isHidden, fallback));
                isStarred = false;
            }
            else if (c == '}')
            {
                if (groups.TryPop(out var outer))
                    (isHidden, fallback) = outer;
                skip = 0;
            }
            else if (c == '\\' && at < rtf.Length)
                ReadControl(rtf, ref at);
            else if (c is not ((byte)'\r' or (byte)'\n'))
                Put(c);
        }

        return MarkupText.Tidy(text);

        void Put(byte b)
        {
            if (skip > 0)
                skip--;
            else if (!isHidden)
            {
                bytes[0] = b;
                text.Append(page.GetString(bytes));
            }
        }

        void ReadControl(ReadOnlySpan<byte> source, ref int position)
        {
            var sign = source[position];
            if (!char.IsAsciiLetter((char)sign))
            {
                position++;
                ReadSign(source, sign, ref position);
                return;
            }

            var from = position;
            while (position < source.Length && char.IsAsciiLetter((char)source[position]))
                position++;
            var word = Encoding.ASCII.GetString(source[from..position]);
            from = position;
            if (position < source.Length && source[position] == '-')
                position++;
            while (position < source.Length && char.IsAsciiDigit((char)source[position]))
                position++;
            _ = int.TryParse(source[from..position], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            if (position < source.Length && source[position] == ' ')
                position++;
            Follow(word, number, source.Length, ref position);
        }

        void ReadSign(ReadOnlySpan<byte> source, byte sign, ref int position)
        {
            switch (sign)
            {
                case (byte)'\'' when position + 2 <= source.Length:
                    if (
                        byte.TryParse(source.Slice(position, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    )
                        Put(code);
                    position += 2;
                    break;
                case (byte)'*':
                    isStarred = true;
                    break;
                case (byte)'~':
                    Put((byte)' ');
                    break;
                case (byte)'_':
                    Put((byte)'-');
                    break;
                case (byte)'\\' or (byte)'{' or (byte)'}':
                    Put(sign);
                    break;
                case (byte)'\r' or (byte)'\n':
                    Break('\n');
                    break;
            }
        }

        void Follow(string word, int number, int length, ref int position)
        {
            if (Hidden.Contains(word) || (isStarred && !Shown.Contains(word)))
                isHidden = true;
            isStarred = false;
            switch (word)
            {
                case "par" or "line" or "row" or "page" or "sect" or "cell" or "nestcell" or "nestrow":
                    Break('\n');
                    break;
                case "tab" or "emspace" or "enspace" or "qmspace":
                    Break(' ');
                    break;
                case "emdash" or "endash" or "bullet":
                    Break('-');
                    break;
                case "lquote" or "rquote":
                    Break('\'');
                    break;
                case "ldblquote" or "rdblquote":
                    Break('"');
                    break;
                case "ansicpg":
                    page = EncodedText.FindPage(number);
                    break;
                case "uc":
                    fallback = Math.Clamp(number, 0, 8);
                    break;
                case "u":
                    Break((char)(ushort)number);
                    skip = fallback;
                    break;
                case "bin":
                    position = (int)Math.Min(length, (long)position + Math.Max(0, number));
                    break;
            }
        }

        void Break(char c)
        {
            if (!isHidden)
                text.Append(c);
        }
    }
}
