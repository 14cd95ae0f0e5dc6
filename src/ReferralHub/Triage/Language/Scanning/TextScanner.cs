namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Reads a text once, from left to right, into words and numbers with the marks between them.</summary>
ref struct TextScanner
{
    const int DigitsMax = 12;

    /// <summary>Clinical letters have somewhat more; the array grows where a text has less.</summary>
    const int CharactersPerToken = 6;

    /// <summary>Stands for the stroke of c/o, h/o, w/o and r/o.</summary>
    const char Stroke = 'q';

    readonly ReadOnlySpan<char> text;
    readonly Vocabulary vocabulary;
    readonly List<Quantity> quantities;
    Token[] tokens;
    int count;
    int at;

    TextScanner(string text, Vocabulary vocabulary)
    {
        this.text = text;
        this.vocabulary = vocabulary;
        quantities = [];
        tokens = new Token[Math.Max(16, text.Length / CharactersPerToken)];
    }

    public static ScannedText Scan(string text, Vocabulary vocabulary)
    {
        var scanner = new TextScanner(text, vocabulary);
        var end = scanner.Run();
        QuantityReader.Read(scanner.tokens.AsSpan(0, scanner.count), scanner.quantities);
        StandingMarker.Mark(scanner.tokens.AsSpan(0, scanner.count), scanner.quantities, end);
        var scanned = new ScannedText(text, vocabulary, scanner.tokens, scanner.count, scanner.quantities, end);
        scanned.Index();
        return scanned;
    }

    /// <summary>Reads all of it; gives the marks after the last word.</summary>
    Marks Run()
    {
        var before = Marks.None;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == ' ')
                at++;
            else if (IsLetter(c))
            {
                ReadWord(before);
                before = Marks.None;
            }
            else if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)) && !IsDigit(Peek(-1))))
            {
                ReadNumber(before);
                before = Marks.None;
            }
            else
            {
                before |= ReadMark(c);
                at++;
            }
        }

        return before;
    }

    readonly char Peek(int by) => (uint)(at + by) < (uint)text.Length ? text[at + by] : '\0';

    static bool IsDigit(char c) =>
        c is >= '0' and <= '9' || (c > 127 && Letters.Plain(c) is { Length: 1 } plain && plain[0] is >= '0' and <= '9');

    static bool IsLetter(char c) =>
        (c | 0x20) is >= 'a' and <= 'z' || (c > 127 && Letters.Plain(c) is { Length: > 0 } plain && char.IsLetter(plain[0]));

    static char Small(char c) => (c | 0x20) is >= 'a' and <= 'z' ? (char)(c | 0x20) : '\0';

    ref Token Add(Marks before, int start)
    {
        if (count == tokens.Length)
            Array.Resize(ref tokens, count * 2);
        ref var token = ref tokens[count++];
        if (count > 1 && before == Marks.None && start > 0 && tokens[count - 2].Start + tokens[count - 2].Length == start)
            before = Marks.Attached;
        token.Start = start;
        token.Before = before;
        token.Quantity = -1;
        token.Hit = Hit.None;
        return ref token;
    }

    void ReadWord(Marks before)
    {
        var start = at;
        var walk = new WordTrie.Walk();
        var isAlive = true;
        var (letters, end) = ReadPlainLetters(ref walk, ref isAlive);
        // Nearly every word ends here, at a space or a mark; what has accents, apostrophes or initials goes on.
        if (at < text.Length && (text[at] > 127 || Small(text[at]) != 0 || text[at] is '\'' or '/' or '.'))
            (letters, end) = ReadRest(ref walk, ref isAlive, start, letters, end);
        if (end > start + 1 && text[end - 2] == '.' && at < text.Length && text[at] == '.')
            at++;
        ref var token = ref Add(before, start);
        token.Length = end - start;
        token.Hit = isAlive ? vocabulary.FindEnding(walk.State) : vocabulary.FindGoingOn(walk.State);
        token.Class = token.Hit.Class;
    }

    /// <summary>ASCII letters as far as they go, but not the last one before something else that may belong to the word.</summary>
    (int Letters, int End) ReadPlainLetters(ref WordTrie.Walk walk, ref bool isAlive)
    {
        var span = text;
        var (steps, i) = (vocabulary.Steps, at);
        var place = walk;
        for (; i < span.Length && (uint)((span[i] | 0x20) - 'a') < 26; i++)
        {
            var after = i + 1 < span.Length ? span[i + 1] : '\0';
            if (after > 127)
                break;
            var letter = place.Fold((char)(span[i] | 0x20), (char)(after | 0x20));
            if (letter < 0)
                continue;
            var next = steps.Find(place.State, letter);
            if (next == 0)
            {
                isAlive = false;
                break;
            }

            place.State = next;
        }

        walk = place;
        if (!isAlive)
            while (i < span.Length && (uint)((span[i] | 0x20) - 'a') < 26)
                i++;
        var letters = i - at;
        at = i;
        return (letters, i);
    }

    (int Letters, int End) ReadRest(ref WordTrie.Walk walk, ref bool isAlive, int start, int letters, int end)
    {
        for (; at < text.Length; at++)
        {
            var c = text[at];
            var small = Small(c);
            if (small == 0)
            {
                if (c > 127)
                {
                    if (Letters.IsInvisible(c))
                        continue;
                    var plain = Letters.Plain(c);
                    if (plain.Length > 0 && char.IsLetter(plain[0]))
                    {
                        for (var i = 0; i < plain.Length; i++)
                            Step(ref walk, ref isAlive, plain[i], i + 1 < plain.Length ? plain[i + 1] : Next());
                        letters++;
                        end = at + 1;
                        continue;
                    }

                    if (c is not ('\u2019' or '\u02BC'))
                        break;
                    c = '\'';
                }

                if (c == '\'' && Next() != 0 && letters > 0)
                    continue;
                if (letters == 1 && c == '/' && Next() == 'o' && !IsLetter(Peek(2)))
                {
                    Step(ref walk, ref isAlive, Stroke, 'o');
                    continue;
                }

                // P.R. is pr: single letters, each with its full stop.
                if (c == '.' && IsInitial(start) && Next() != 0 && !IsLetter(Peek(2)))
                    continue;
                break;
            }

            Step(ref walk, ref isAlive, small, Next());
            letters++;
            end = at + 1;
        }

        return (letters, end);
    }

    /// <summary>Whether the letter before is the only one since the last full stop or the beginning of the word.</summary>
    readonly bool IsInitial(int start) => at == start + 1 || (at - 2 > start && text[at - 2] == '.');

    readonly char Next()
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c <= 127)
                return Small(c);
            if (Letters.IsInvisible(c))
                continue;
            var plain = Letters.Plain(c);
            return plain.Length > 0 && plain[0] is >= 'a' and <= 'z' ? plain[0] : '\0';
        }

        return '\0';
    }

    readonly void Step(ref WordTrie.Walk walk, ref bool isAlive, char c, char after)
    {
        if (!isAlive)
            return;
        if (c is < 'a' or > 'z')
        {
            isAlive = false;
            return;
        }

        var letter = walk.Fold(c, after);
        if (letter < 0)
            return;
        var next = vocabulary.Steps.Find(walk.State, letter);
        if (next == 0)
            isAlive = false;
        else
            walk.State = next;
    }

    void ReadNumber(Marks before)
    {
        var start = at;
        var quantity = new Quantity { Over = double.NaN };
        quantity.Value = quantity.Low = quantity.High = ReadFigure(out var digits);
        if (Peek(0) == '/' && IsDigit(Peek(1)))
        {
            at++;
            quantity.Over = ReadFigure(out _);
            if (Peek(0) == '/' && IsDigit(Peek(1)))
            {
                at++;
                ReadFigure(out _);
                quantity.IsDate = true;
            }
        }
        else if (
            (Peek(0) is '.' or ':' && IsDigit(Peek(1)))
            || (digits == 4 && Peek(0) == '-' && IsDigit(Peek(1)) && IsDigit(Peek(2)) && Peek(3) == '-')
        )
        {
            while (Peek(0) is '.' or ':' or '-' && IsDigit(Peek(1)))
            {
                at++;
                ReadFigure(out _);
            }

            quantity.IsDate = true;
        }

        ref var token = ref Add(before, start);
        token.Length = at - start;
        token.Quantity = quantities.Count;
        quantities.Add(quantity);
    }

    double ReadFigure(out int digits)
    {
        var value = 0d;
        for (digits = 0; IsDigit(Peek(0)) || IsThousand(); at++)
            if (Peek(0) != ',' && digits++ < DigitsMax)
                value = (value * 10) + Digit(Peek(0));
        if (Peek(0) is not ('.' or '\u00B7') || !IsDigit(Peek(1)))
            return value;
        at++;
        for (var part = 0.1; IsDigit(Peek(0)); at++, part /= 10)
            value += Digit(Peek(0)) * part;
        return Math.Round(value, 6);
    }

    readonly bool IsThousand() =>
        Peek(0) == ',' && IsDigit(Peek(-1)) && IsDigit(Peek(1)) && IsDigit(Peek(2)) && IsDigit(Peek(3)) && !IsDigit(Peek(4));

    static int Digit(char c) => c <= '9' ? c - '0' : Letters.Plain(c)[0] - '0';

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
}
