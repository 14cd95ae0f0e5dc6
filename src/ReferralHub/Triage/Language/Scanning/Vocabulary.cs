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
    int[][] askers;
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

    /// <summary>Terms (by number) that are worth looking for where a word stands.</summary>
    public int[] FindAskers(int word) => askers[word];

    /// <param name="words">For each term, words of which one must stand in a text that says it.</param>
    public void SetAskers(IReadOnlyList<IEnumerable<int>> words)
    {
        var made = new List<int>[ids.Count];
        for (var term = 0; term < words.Count; term++)
            foreach (var word in words[term].Distinct())
                (made[word] ??= []).Add(term);
        (TermCount, askers) = (words.Count, [.. made.Select(m => m is null ? [] : m.ToArray())]);
    }

    public WordSteps Steps { get; }

    public Hit FindEnding(int node) => hits[ending[node]];

    public Hit FindGoingOn(int node) => hits[goingOn[node]];
}
