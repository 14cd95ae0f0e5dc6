namespace ReferralHub.Triage.Language.Scanning;

/// <summary>What is true of a word because of where it stands.</summary>
[Flags]
enum Standing : byte
{
    Said = 0,
    Denied = 1,

    /// <summary>It is said of a relative.</summary>
    OfFamily = 2,

    /// <summary>It is said of what might come, in advice to the patient.</summary>
    Advised = 4,
    Past = 8,
}

/// <summary>A word or number of the text.</summary>
struct Token
{
    public int Start;
    public int Length;

    /// <summary>What stands between it and the token before.</summary>
    public Marks Before;
    public Standing Standing;
    public Hit Hit;

    /// <summary>Place in <see cref="ScannedText.Quantities"/>; -1 when it is no number.</summary>
    public int Quantity;

    public readonly WordClass Class => Hit.Class;

    public readonly bool Is(WordClass any) => (Hit.Class & any) != 0;

    public readonly bool Follows(Marks any) => (Before & any) != 0;
}

/// <summary>A number with what was said about it.</summary>
struct Quantity
{
    /// <summary>The least it can be: that of a range, 100 of "&gt;100".</summary>
    public double Low;

    /// <summary>The most it can be; infinite when there is only a lower bound.</summary>
    public double High;

    /// <summary>What stands after its stroke, as in 6/18; NaN when it has none.</summary>
    public double Over;

    /// <summary>How many days its unit of time has; 0 when it has none.</summary>
    public double Days;

    /// <summary>A date, a time of day, an ordinal: nothing is measured by it.</summary>
    public bool IsDate;

    /// <summary>A year such as 2021.</summary>
    public bool IsYear;

    public readonly double LowDays => Low * Days;

    public readonly double HighDays => High * Days;
}

/// <summary>A text as words and numbers, each knowing what is true of it where it stands.</summary>
sealed class ScannedText(string text, Vocabulary vocabulary, Token[] tokens, int count, List<Quantity> quantities)
{
    const int SentenceCharactersMax = 240;
    readonly int[] starts = new int[vocabulary.Count + 1];
    int[] places = [];

    public string Text => text;

    public Vocabulary Vocabulary => vocabulary;

    public ReadOnlySpan<Token> Tokens => tokens.AsSpan(0, count);

    public List<Quantity> Quantities => quantities;

    /// <summary>Remembers where each word that a concept looks for stands.</summary>
    public void Index()
    {
        for (var i = 0; i < count; i++)
            foreach (var id in tokens[i].Hit.Ids)
                starts[id + 1]++;
        for (var id = 0; id < vocabulary.Count; id++)
            starts[id + 1] += starts[id];
        places = new int[starts[vocabulary.Count]];
        for (var i = count - 1; i >= 0; i--)
            foreach (var id in tokens[i].Hit.Ids)
                places[--starts[id + 1]] = i;
        // Filling from the end has moved each start to the one before it; the places of a word lie between its own and the next.
        for (var id = 0; id < vocabulary.Count; id++)
            starts[id] = starts[id + 1];
        starts[vocabulary.Count] = places.Length;
    }

    /// <summary>Tokens that are a word, in their order.</summary>
    public ReadOnlySpan<int> FindPlaces(int word) => places.AsSpan(starts[word], starts[word + 1] - starts[word]);

    /// <summary>All that stands between two characters is said of relatives.</summary>
    public void MarkOfFamily(int from, int to)
    {
        for (var i = 0; i < count; i++)
            if (tokens[i].Start >= from && tokens[i].Start < to)
                tokens[i].Standing |= Standing.OfFamily;
    }

    public bool HasId(int token, int word)
    {
        foreach (var id in tokens[token].Hit.Ids)
            if (id == word)
                return true;
        return false;
    }

    /// <summary>The sentence in which some tokens stand, cut at words when it is long, and where in it they begin.</summary>
    public (string Sentence, int Start, int Length) CutSentence(int from, int to)
    {
        var (start, end) = (tokens[from].Start, tokens[to].Start + tokens[to].Length);
        var (left, right) = (from, to);
        while (
            left > 0 && !tokens[left].Follows(Marks.SentenceEnd | Marks.Line) && start - tokens[left - 1].Start < SentenceCharactersMax / 2
        )
            left--;
        while (
            right + 1 < count
            && !tokens[right + 1].Follows(Marks.SentenceEnd | Marks.Line)
            && tokens[right + 1].Start + tokens[right + 1].Length - end < SentenceCharactersMax / 2
        )
            right++;
        var begin = tokens[left].Start;
        // A comparator or question mark that belongs to the first word is part of what was written.
        while (begin > 0 && text[begin - 1] is ('?' or '<' or '>' or '(' or '"'))
            begin--;
        var stop = tokens[right].Start + tokens[right].Length;
        while (stop < text.Length && !char.IsWhiteSpace(text[stop]) && !char.IsLetterOrDigit(text[stop]))
            stop++;
        return (text[begin..stop].Replace('\n', ' ').Replace('\r', ' '), start - begin, end - start);
    }
}
