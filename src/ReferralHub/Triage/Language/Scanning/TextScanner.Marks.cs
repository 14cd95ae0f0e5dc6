namespace ReferralHub.Triage.Language.Scanning;

/// <summary>What stands between words: marks, and signs that are read as words themselves.</summary>
ref partial struct TextScanner
{
    readonly Marks ReadMark(char c)
    {
        // Wide forms of ASCII mean what the plain ones mean.
        if (c is >= '\uFF01' and <= '\uFF5E')
            c = (char)(c - ('\uFF01' - '!'));
        switch (c)
        {
            case ' ' or '\t':
                return Marks.None;
            case ',':
                return Marks.Comma;
            case '.' or '!' or '\u2026' or '\u2029':
                return Marks.Stop;
            case ';':
                return Marks.Semicolon;
            case ':':
                return Marks.Colon;
            case '\n' or '\r' or '\u2028' or '\u0085' or '\v' or '\f':
                return IsBlankLine() ? Marks.Stop | Marks.Line : Marks.Line;
            case '?' or '\u00BF':
                // At the end of a word it ends a question; before one it is a suspicion.
                return char.IsWhiteSpace(Peek(1)) && at > 0 && !char.IsWhiteSpace(Peek(-1)) ? Marks.Asked
                    : Peek(1) == '\0' ? Marks.Asked
                    : Marks.Query;
            case '(' or '[' or '{':
                return Marks.Open;
            case ')' or ']' or '}':
                return Marks.Close;
            case '/' or '\\':
                return Marks.Slash;
            case '+' or '&':
                return Marks.Plus;
            case '>' or '\u2265' or '\u2A7E':
                return Peek(-1) == '-' ? Marks.Arrow : Marks.More;
            case '<' or '\u2264' or '\u2A7D':
                return Marks.Less;
            case '\u2192' or '\u21D2':
                return Marks.Arrow;
            case '\u2022' or '\u25CF' or '\u25AA' or '\u00B7' or '*':
                return Marks.Line;
            case '\u2013' or '\u2014' or '\u2012' or '\u2015' or '\u2212':
                return IsDigit(Peek(-1)) && IsDigit(Peek(1)) ? Marks.Hyphen : Marks.Dash;
            case '-' or '\u2010' or '\u2011' or '\uFE63' or '\uFF0D':
                if (Peek(1) == '>')
                    return Marks.Arrow;
                return at == 0 || char.IsWhiteSpace(Peek(-1)) || char.IsWhiteSpace(Peek(1)) || Peek(1) is '-' || Peek(-1) is '-'
                    ? Marks.Dash
                    : Marks.Hyphen;
            default:
                return Marks.None;
        }
    }

    readonly bool IsBlankLine()
    {
        var lines = 0;
        for (var i = at; i < text.Length && char.IsWhiteSpace(text[i]); i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')))
                lines++;
        return lines > 1;
    }

    /// <summary>Reads a sign that stands for a word, and goes on behind it; false when there is none here.</summary>
    bool ReadSign(char c, Marks before)
    {
        switch (c)
        {
            case '\u2193' or '\u21D3' or '\u2B07' or '\u2198' or '\u25BC' or '\u25BE':
                return AddSign(Sign.Down, before, 1);
            case '\u2191' or '\u21D1' or '\u2B06' or '\u2197' or '\u25B2' or '\u25B4':
                return AddSign(Sign.Up, before, 1);
            case '+' or '\uFF0B':
                var length = 1;
                while (Peek(length) is '+' or '\uFF0B')
                    length++;
                if (IsVe(length))
                    return AddSign(Sign.Positive, before, length + 2);
                // +++ is much of it; one alone only behind a word, because it also joins words and stands behind numbers.
                return (length > 1 && !IsDigit(Peek(-1))) || (length == 1 && IsAlone()) ? AddSign(Sign.Positive, before, length) : false;
            case '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\uFF0D':
                return IsVe(1) && AddSign(Sign.Negative, before, 3);
            default:
                return false;
        }
    }

    readonly bool IsVe(int by) => (Peek(by) | 0x20) == 'v' && (Peek(by + 1) | 0x20) == 'e' && !IsLetter(Peek(by + 2));

    /// <summary>"Leucocytes +," and "blood +" at the end.</summary>
    readonly bool IsAlone() => at > 0 && !IsDigit(Peek(-1)) && Peek(1) is ',' or '.' or ';' or ')' or '\n' or '\r' or '\0';

    bool AddSign(Sign sign, Marks before, int length)
    {
        ref var token = ref Add(before, at);
        token.Length = length;
        Remember(ref token, vocabulary.FindSign(sign));
        at += length;
        return true;
    }
}
