namespace ReferralHub.Triage.Language.Scanning;

/// <summary>What a word of the text turned out to be.</summary>
/// <param name="Ids">Words and stems that concepts look for and that it is one of.</param>
/// <param name="Number">Its value when it is a number in words, or how many days a unit of time has.</param>
sealed record Hit(int[] Ids, WordClass Class, double Number)
{
    public static readonly Hit None = new([], WordClass.None, 0);
}

/// <summary>The words that some concepts look for, together with those of the language itself.</summary>
sealed class Vocabulary
{
    readonly Dictionary<(string Word, bool IsStem), int> ids = [];
    readonly Hit[] signs;
    int[][] askers;
    byte[] wanted = [];
    int[] terms = [];
    TypoWords? typos;
    readonly int[] ending;
    readonly int[] goingOn;
    readonly Hit[] hits;

    public Vocabulary(IEnumerable<(string Word, bool IsStem)> words)
    {
        var trie = new WordTrie();
        foreach (var word in words)
        {
            if (!ids.TryAdd(word, ids.Count))
                continue;
            trie.Add(word.Word, word.IsStem, ids[word]);
            if (word.IsStem)
                foreach (var stem in Endings.FindStems(word.Word))
                    trie.Add(stem, true, ids[word]);
            foreach (var (form, full) in Signs.ShortForms)
                if (full == word.Word || (word.IsStem && full.StartsWith(word.Word, StringComparison.Ordinal)))
                    trie.Add(form, false, ids[word]);
            // What is looked for in the singular is found in the plural.
            if (!word.IsStem && word.Word.Length > 2)
                trie.Add(word.Word + "s", false, ids[word]);
        }

        var controls = new List<(WordClass Class, double Number)>();
        foreach (var (word, isStem, kind, number) in ControlWords.All)
        {
            trie.Add(word, isStem, ~controls.Count);
            controls.Add((kind, number));
        }

        var made = new List<Hit> { Hit.None };
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        (Steps, ending, goingOn) = trie.Finish(Find);
        hits = [.. made];
        askers = [.. Enumerable.Repeat<int[]>([], ids.Count)];
        signs = [.. Enum.GetValues<Sign>().Select(MakeSign)];

        int Find(IReadOnlyCollection<int> found)
        {
            var key = string.Join(' ', found.Order());
            if (known.TryGetValue(key, out var at))
                return at;
            var (kind, number) = (WordClass.None, 0d);
            foreach (var control in found.Where(id => id < 0).Select(id => controls[~id]))
            {
                kind |= control.Class;
                number = control.Number > 0 ? control.Number : number;
            }

            made.Add(new([.. found.Where(id => id >= 0).Distinct()], kind, number));
            return known[key] = made.Count - 1;
        }
    }

    /// <summary>How many words concepts look for; their ids are below it.</summary>
    public int Count => ids.Count;

    public int FindId(string word, bool isStem) => ids[(word, isStem)];

    public int TermCount { get; private set; }

    public int PatternCount => wanted.Length;

    /// <summary>Parts of patterns that a word may be: the number of the pattern times eight, and of the part.</summary>
    public int[] FindAskers(int word) => askers[word];

    /// <summary>The parts of a pattern, one bit each, of which a word must stand in the text.</summary>
    public byte FindWanted(int pattern) => wanted[pattern];

    /// <summary>The term that a pattern says; -1 when it takes words out of one.</summary>
    public int FindTerm(int pattern) => terms[pattern];

    /// <param name="patterns">For each pattern its term, and for each of its parts the words of which one must stand there.</param>
    public void SetAskers(IReadOnlyList<(int Term, IReadOnlyList<IEnumerable<int>> Parts)> patterns, int termCount)
    {
        var made = new List<int>?[ids.Count];
        (wanted, terms) = (new byte[patterns.Count], new int[patterns.Count]);
        for (var pattern = 0; pattern < patterns.Count; pattern++)
        {
            var (term, parts) = patterns[pattern];
            terms[pattern] = term;
            for (var part = 0; part < parts.Count; part++)
            {
                wanted[pattern] |= (byte)(1 << part);
                foreach (var word in parts[part].Distinct())
                    (made[word] ??= []).Add((pattern << 3) | part);
            }
        }

        (TermCount, askers) = (termCount, [.. made.Select(m => m is null ? [] : m.ToArray())]);
    }

    public Hit FindSign(Sign sign) => signs[(int)sign];

    /// <summary>What a word of seven letters or more was meant to be that nothing looks for as it stands.</summary>
    public Hit FindMeant(ReadOnlySpan<char> typed) =>
        (typos ??= new(ids.Keys)).Find(typed) is { } meant ? Find(meant.Word, meant.IsStem) : Hit.None;

    Hit MakeSign(Sign sign) => new([.. Signs.FindWords(sign).SelectMany(w => Find(w, false).Ids).Distinct()], Signs.FindClass(sign), 0);

    Hit Find(string word, bool isStem)
    {
        var walk = new WordTrie.Walk();
        for (var i = 0; i < word.Length; i++)
        {
            var letter = walk.Fold(word[i], i + 1 < word.Length ? word[i + 1] : '\0');
            if (letter < 0)
                continue;
            var next = Steps.Find(walk.State, letter);
            if (next == 0)
                return FindGoingOn(walk.State);
            walk.State = next;
        }

        return isStem ? FindGoingOn(walk.State) : FindEnding(walk.State);
    }

    public WordSteps Steps { get; }

    public Hit FindEnding(int node) => hits[ending[node]];

    public Hit FindGoingOn(int node) => hits[goingOn[node]];
}
