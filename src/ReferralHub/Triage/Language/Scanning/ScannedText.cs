using System.Runtime.InteropServices;

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

/// <summary>A word or number of the text. It is kept small, because a long letter has thousands.</summary>
struct Token
{
    public Hit Hit;

    /// <summary>That of the hit, kept here because every pass over the tokens asks for it.</summary>
    public WordClass Class;
    public int Start;

    /// <summary>What stands between it and the token before.</summary>
    public Marks Before;

    /// <summary>Place in <see cref="ScannedText.Quantities"/>; -1 when it is no number.</summary>
    public int Quantity;
    ushort length;
    public Standing Standing;

    /// <summary>In UTF-16 characters; what is longer than 65,535 counts as that long.</summary>
    public int Length
    {
        readonly get => length;
        set => length = (ushort)Math.Min(value, ushort.MaxValue);
    }

    public readonly bool Is(WordClass any) => (Class & any) != 0;

    public readonly bool Follows(Marks any) => (Before & any) != 0;
}

/// <summary>A number with what was said about it.</summary>
struct Quantity
{
    /// <summary>The number as it stands, whatever bounds are said with it.</summary>
    public double Value;

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
sealed class ScannedText(string text, Vocabulary vocabulary, Token[] tokens, int count, List<Quantity> quantities, Marks end)
{
    const int SentenceCharactersMax = 240;

    /// <summary>The slot of each word that stands in the text; 0 for those that do not.</summary>
    readonly int[] slots = new int[vocabulary.Count];
    readonly bool[] asked = new bool[vocabulary.TermCount];

    /// <summary>For each pattern, which of its parts have a word in the text.</summary>
    readonly byte[] found = new byte[vocabulary.PatternCount];
    int[] starts = [];
    int[] places = [];

    public string Text => text;

    public Vocabulary Vocabulary => vocabulary;

    public ReadOnlySpan<Token> Tokens => tokens.AsSpan(0, count);

    public List<Quantity> Quantities => quantities;

    /// <summary>Whether a question ends directly before a token, or at the end of the text.</summary>
    public bool EndsQuestion(int token) => ((token < count ? tokens[token].Before : end) & Marks.Asked) != 0;

    /// <summary>Remembers where each word that a concept looks for stands, and which patterns have all their words there.</summary>
    /// <param name="named">Tokens that a concept looks for.</param>
    public void Index(List<int> named)
    {
        var sizes = new List<int> { 0 };
        var total = 0;
        foreach (var i in named)
        {
            foreach (var id in tokens[i].Hit.Ids)
            {
                if (slots[id] == 0)
                {
                    slots[id] = sizes.Count;
                    sizes.Add(0);
                    Ask(id);
                }

                sizes[slots[id]]++;
                total++;
            }
        }

        // The places of each word lie next to each other: a slot begins where the one before it ends.
        starts = new int[sizes.Count + 1];
        for (var slot = 0; slot < sizes.Count; slot++)
            starts[slot + 1] = starts[slot] + sizes[slot];
        places = new int[total];
        for (var at = named.Count - 1; at >= 0; at--)
            foreach (var id in tokens[named[at]].Hit.Ids)
                places[starts[slots[id]] + --CollectionsMarshal.AsSpan(sizes)[slots[id]]] = named[at];
    }

    /// <summary>Notes a word that stands in the text with each pattern that looks for it.</summary>
    void Ask(int word)
    {
        foreach (var asker in vocabulary.FindAskers(word))
        {
            var pattern = asker >> 3;
            found[pattern] |= (byte)(1 << (asker & 7));
            if (found[pattern] == vocabulary.FindWanted(pattern) && vocabulary.FindTerm(pattern) is >= 0 and var term)
                asked[term] = true;
        }
    }

    /// <summary>Whether each part of a pattern has a word somewhere in the text.</summary>
    public bool HasParts(int pattern) => found[pattern] == vocabulary.FindWanted(pattern);

    /// <summary>Tokens that are a word, in their order.</summary>
    public ReadOnlySpan<int> FindPlaces(int word) =>
        slots[word] is > 0 and var slot ? places.AsSpan(starts[slot], starts[slot + 1] - starts[slot]) : [];

    /// <summary>Whether all words of a pattern of a term stand in the text; it need not be looked for otherwise.</summary>
    public bool IsAsked(int term) => asked[term];

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
