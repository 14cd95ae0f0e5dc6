namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Reads a text once, from left to right, into words and numbers with the marks between them.</summary>
ref partial struct TextScanner
{
    const int DigitsMax = 12;

    /// <summary>Clinical letters have somewhat more; the array grows where a text has less.</summary>
    const int CharactersPerToken = 6;

    /// <summary>Stands for the stroke of c/o, h/o, w/o and r/o.</summary>
    const char Stroke = 'q';

    readonly ReadOnlySpan<char> text;
    readonly Vocabulary vocabulary;
    readonly List<Quantity> quantities;

    /// <summary>Tokens that say something of others, or are numbers; the passes after this one go by them.</summary>
    readonly List<int> marked = [];

    /// <summary>Tokens that a concept looks for.</summary>
    readonly List<int> named = [];
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
        var tokens = scanner.tokens.AsSpan(0, scanner.count);
        var marked = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(scanner.marked);
        QuantityReader.Read(tokens, scanner.quantities, marked);
        StandingMarker.Mark(tokens, scanner.quantities, marked, end);
        var scanned = new ScannedText(text, vocabulary, scanner.tokens, scanner.count, scanner.quantities, end);
        scanned.Index(scanner.named);
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
            else if (ReadSign(c, before))
                before = Marks.None;
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
        var hit = isAlive ? vocabulary.FindEnding(walk.State) : vocabulary.FindGoingOn(walk.State);
        if (hit != Hit.None)
            Remember(ref token, hit);
        else if (token.Length >= TypoWords.LettersMin && vocabulary.FindMeant(text[start..end]) is { Ids.Length: > 0 } meant)
        {
            Remember(ref token, meant);
            token.Class = WordClass.Meant;
        }
    }

    readonly void Remember(ref Token token, Hit hit)
    {
        token.Hit = hit;
        token.Class = hit.Class;
        if ((hit.Class & (StandingMarker.Begins | OtherStandings.Begins | WordClass.NumberWord | WordClass.TimeUnit)) != 0)
            marked.Add(count - 1);
        if (hit.Ids.Length > 0)
            named.Add(count - 1);
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
}
