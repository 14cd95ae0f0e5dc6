using System.Runtime.CompilerServices;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>
/// The words of all terms of some packs in one vocabulary, so that a text is read once for all of them, and the terms made ready to be
/// looked for in it.
/// </summary>
sealed class ConceptIndex
{
    static readonly ConditionalWeakTable<IReadOnlyList<RulePack>, ConceptIndex> OfPacks = [];
    static readonly ConditionalWeakTable<Term, ConceptIndex> OfTerms = [];
    static readonly List<WeakReference<ConceptIndex>> Made = [];
    readonly Dictionary<Term, FindableTerm> terms = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Rule, HashSet<int>> known = new(ReferenceEqualityComparer.Instance);

    ConceptIndex(IReadOnlyCollection<Term> terms)
    {
        Vocabulary = new(terms.SelectMany(t => t.Words).Select(w => (w.Word, w.IsStem)));
        var askers = new List<(int Term, IReadOnlyList<IEnumerable<int>> Parts)>();
        foreach (var term in terms)
            this.terms[term] = new(term, Vocabulary, this.terms.Count, askers);
        Vocabulary.SetAskers(askers, this.terms.Count);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The rules that it is of, pack by pack.</summary>
    IReadOnlyList<Rule>[] Rules { get; init; } = [];

    /// <summary>
    /// The index of these packs. It is made once for the same rules, though there be another list of packs each day and after each act
    /// about one: making it takes as long as reading a hundred referrals.
    /// </summary>
    public static ConceptIndex GetOrCreate(IReadOnlyList<RulePack> packs) => OfPacks.GetValue(packs, FindOrMake);

    static ConceptIndex FindOrMake(IReadOnlyList<RulePack> packs)
    {
        IReadOnlyList<Rule>[] rules = [.. packs.Select(p => p.Rules)];
        lock (Made)
        {
            Made.RemoveAll(m => !m.TryGetTarget(out _));
            foreach (var one in Made)
                if (one.TryGetTarget(out var made) && made.Rules.AsSpan().SequenceEqual(rules))
                    return made;
            var terms = rules.SelectMany(r => r).SelectMany(r => r.Terms).Distinct(ReferenceEqualityComparer.Instance).Cast<Term>();
            var index = new ConceptIndex([.. terms]) { Rules = rules };
            Made.Add(new(index));
            return index;
        }
    }

    /// <summary>The index of the terms of a pack that is being read.</summary>
    public static ConceptIndex Create(IReadOnlyCollection<Term> terms) => new(terms);

    public static ConceptIndex GetOrCreate(Term term) => OfTerms.GetValue(term, static one => new([one]));

    /// <summary>The term made ready; null when it is of none of the packs.</summary>
    public FindableTerm? Find(Term term) => terms.GetValueOrDefault(term);

    /// <summary>Ids of all words that a rule's terms look for.</summary>
    public IReadOnlySet<int> FindWords(Rule rule)
    {
        lock (known)
        {
            if (known.TryGetValue(rule, out var ids))
                return ids;
            return known[rule] = [.. rule.Terms.SelectMany(t => t.Words).Select(w => Vocabulary.FindId(w.Word, w.IsStem))];
        }
    }
}

/// <summary>A term whose words are ids of a vocabulary.</summary>
sealed class FindableTerm
{
    /// <param name="askers">Patterns with the words that they need; those of the term are added.</param>
    public FindableTerm(Term term, Vocabulary vocabulary, int number, List<(int Term, IReadOnlyList<IEnumerable<int>> Parts)> askers)
    {
        Term = term;
        Number = number;
        Patterns = [.. term.Patterns.Select(p => Add(new FindablePattern(p, vocabulary, askers.Count), number))];
        NotIn = [.. term.NotIn.Select(p => Add(new FindablePattern(p, vocabulary, askers.Count), -1))];
        Values = [.. term.Values.Select(v => new FindableValue(v, vocabulary, askers.Count)).Select(Ask)];
        HasNumbers = Values.Length > 0 || Array.Exists(Patterns, p => Array.Exists(p.Parts, c => Array.Exists(c, w => w.Test is not null)));

        FindablePattern Add(FindablePattern pattern, int asker)
        {
            askers.Add((asker, [.. pattern.Parts.Where((_, i) => pattern.IsWords[i]).Select(p => p.Select(c => c.KeyWord))]));
            return pattern;
        }

        FindableValue Ask(FindableValue value)
        {
            askers.Add((number, [value.Names.Select(n => n.KeyWord)]));
            return value;
        }
    }

    public Term Term { get; }

    /// <summary>Its number among the terms of its index.</summary>
    public int Number { get; }

    public FindablePattern[] Patterns { get; }

    public FindablePattern[] NotIn { get; }

    public FindableValue[] Values { get; }

    /// <summary>Whether any of it asks for a number.</summary>
    public bool HasNumbers { get; }
}

/// <summary>A value by its names.</summary>
/// <param name="pattern">Its number among the patterns of its index.</param>
sealed class FindableValue(ValuePattern value, Vocabulary vocabulary, int pattern)
{
    public FindableChoice[] Names { get; } = [.. value.Names.Select(n => new FindableChoice(n, vocabulary))];

    public NumberTest Test => value.Number;

    public int Number => pattern;
}

sealed class FindablePattern
{
    public FindablePattern(Pattern pattern, Vocabulary vocabulary, int number)
    {
        Number = number;
        Parts = [.. pattern.Parts.Select(p => p.Select(c => new FindableChoice(c, vocabulary)).ToArray())];
        Window = pattern.Window;
        Denies = pattern.Denies;
        IsOrdered = pattern.IsOrdered;
        IsWords = [.. Parts.Select(p => Array.TrueForAll(p, c => c.KeyWord >= 0))];
        IsDenial = [.. Parts.Select(p => Parts.Length > 1 && Array.Exists(p, c => c.IsDenial))];
        HasDenials = IsDenial.Contains(true);
        Order = [.. Enumerable.Range(0, Parts.Length).OrderBy(p => IsDenial[p])];
    }

    /// <summary>Its number among the patterns of its index.</summary>
    public int Number { get; }

    public FindableChoice[][] Parts { get; }

    /// <summary>Which parts can be looked up by words alone.</summary>
    public bool[] IsWords { get; }

    public int Window { get; }

    public bool Denies { get; }

    public bool IsOrdered { get; }

    /// <summary>Whether a part is a word of denial by itself, as "no" in "no|poor appetite".</summary>
    public bool HasDenials { get; }

    /// <summary>In which order the parts are looked for: words of denial last, because they stand before what they deny.</summary>
    public int[] Order { get; }

    /// <summary>Which parts may be words of denial.</summary>
    public bool[] IsDenial { get; }
}

sealed class FindableChoice
{
    public FindableChoice(PatternChoice choice, Vocabulary vocabulary)
    {
        Words = [.. choice.Words.Select(w => w.Word.Length == 0 ? -1 : vocabulary.FindId(w.Word, w.IsStem))];
        Numbers = [.. choice.Words.Select(w => w.Number)];
        IsQuery = choice.IsQuery;
        Denies = choice.Denies;
        IsDenial = choice.Words is [{ Word: "no" or "not" or "non" or "never" or "without" or "denies", IsStem: false }];
        Test = choice.Number;
        Units = [.. choice.Number?.Units.Select(u => new FindableChoice(u, vocabulary)) ?? []];
        var longest = -1;
        for (var i = 0; i < Words.Length; i++)
            if (Words[i] >= 0 && choice.Words[i].Word.Length > longest)
                (Key, longest) = (i, choice.Words[i].Word.Length);
        KeyWord = longest < 0 ? -1 : Words[Key];
    }

    /// <summary>Ids of its words, next to each other; -1 for a number.</summary>
    public int[] Words { get; }

    public double[] Numbers { get; }

    /// <summary>Which of the words it is looked up by: the longest.</summary>
    public int Key { get; }

    /// <summary>Id of that word; -1 when there are only numbers.</summary>
    public int KeyWord { get; }

    public bool IsQuery { get; }

    public bool Denies { get; }

    /// <summary>Whether it is a word of denial and no more.</summary>
    public bool IsDenial { get; }

    public NumberTest? Test { get; }

    public FindableChoice[] Units { get; }
}
