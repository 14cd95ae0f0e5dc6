using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>Where and how a term stands in a text.</summary>
/// <param name="IsSaid">True when it is said, false when it is denied or its number says otherwise, null when it is not there.</param>
/// <param name="IsCertain">Whether a number that it asks for is known to be so, and not only may be.</param>
/// <param name="First">First token of the words.</param>
readonly record struct Finding(bool? IsSaid, bool IsCertain, int First, int Last)
{
    public static readonly Finding Nowhere = new(null, true, -1, -1);
}

/// <summary>Looks for one term in one text.</summary>
ref partial struct ConceptSearch
{
    const int PartsMax = 8;
    const int PatternsOnStack = 64;
    const int QuestionWordsMax = 4;

    /// <summary>Between the words of a phrase may stand a hyphen, a stroke, a new line or nothing.</summary>
    const Marks PhraseBreak = Marks.Comma | Marks.SentenceEnd | Marks.Colon | Marks.Dash | Marks.Open | Marks.Close;

    readonly ScannedText text;
    readonly ReadOnlySpan<Token> tokens;
    readonly FindableTerm term;

    /// <summary>Tokens that belong to something else that only looks like the term; null for none.</summary>
    HashSet<int>? elsewhere;

    /// <summary>What takes a word out altogether, beside denial.</summary>
    readonly Standing never;

    ConceptSearch(FindableTerm term, ScannedText text)
    {
        this.text = text;
        this.term = term;
        tokens = text.Tokens;
        never = Standing.Advised;
        if (!term.Term.CountsOfFamily)
            never |= Standing.OfFamily;
        if (term.Term.IgnoresPast)
            never |= Standing.Past;
    }

    public static Finding Find(FindableTerm term, ScannedText text)
    {
        if (!text.IsAsked(term.Number))
            return Finding.Nowhere;
        var search = new ConceptSearch(term, text);
        return search.Run();
    }

    /// <summary>How strict a search is: everything right; a number may be right; denied or with another number.</summary>
    enum Level
    {
        Said,
        Maybe,
        Denied,
    }

    Finding Run()
    {
        // Most terms have no pattern of which every part stands somewhere in the text, and then there is nothing to search.
        var patterns = term.Patterns;
        Span<int> anchors = patterns.Length <= PatternsOnStack ? stackalloc int[patterns.Length] : new int[patterns.Length];
        var isPossible = false;
        for (var i = 0; i < patterns.Length; i++)
            isPossible |= (anchors[i] = FindAnchor(patterns[i])) >= 0;
        foreach (var (names, _) in term.Values)
            isPossible |= Count(names) > 0;
        if (!isPossible)
            return Finding.Nowhere;
        foreach (var pattern in term.NotIn)
            if (FindAnchor(pattern) is >= 0 and var anchor)
                TakeOut(pattern, anchor);
        for (var level = Level.Said; level <= Level.Denied; level++)
        {
            for (var i = 0; i < patterns.Length; i++)
                if (anchors[i] >= 0 && Match(patterns[i], anchors[i], level) is { First: >= 0 } found)
                    return new(level != Level.Denied, level == Level.Said, found.First, found.Last);
            foreach (var (names, number) in term.Values)
                if (Count(names) > 0 && MatchValue(names, number, level) is { First: >= 0 } found)
                    return new(level != Level.Denied, level == Level.Said, found.First, found.Last);
        }

        return Finding.Nowhere;
    }

    /// <summary>The part with the fewest places in the text, at which the search begins; -1 when a part has none.</summary>
    readonly int FindAnchor(FindablePattern pattern)
    {
        var (anchor, fewest) = (-1, 0);
        for (var i = 0; i < pattern.Parts.Length; i++)
        {
            if (!pattern.IsWords[i])
                continue;
            var count = Count(pattern.Parts[i]);
            if (count == 0)
                return -1;
            // The search begins at a word of denial only when there is nothing else.
            if (anchor < 0 || (!pattern.IsDenial[i] && (count < fewest || pattern.IsDenial[anchor])))
                (anchor, fewest) = (i, count);
        }

        return anchor;
    }

    readonly int Count(FindableChoice[] choices)
    {
        var count = 0;
        foreach (var choice in choices)
            count += text.FindPlaces(choice.KeyWord).Length;
        return count;
    }

    (int First, int Last) Match(FindablePattern pattern, int anchor, Level level)
    {
        var found = Match(pattern, anchor, level, new(level, false, false));
        // "No fetal movements": the denial is itself part of what is looked for.
        return found.First < 0 && pattern.Denies && level != Level.Denied ? Match(pattern, anchor, level, new(level, true, false)) : found;
    }

    (int First, int Last) Match(FindablePattern pattern, int anchor, Level level, Mode mode)
    {
        Span<(int First, int Last)> places = stackalloc (int, int)[PartsMax];
        foreach (var choice in pattern.Parts[anchor])
        foreach (var token in text.FindPlaces(choice.KeyWord))
            if (
                MatchAt(pattern, anchor, choice, token, mode, places) is { First: >= 0 } found
                && (!mode.TakesDenied || HasDenial(places[..pattern.Parts.Length]))
            )
                return found;
        return (-1, -1);
    }

    readonly bool HasDenial(ReadOnlySpan<(int First, int Last)> places)
    {
        foreach (var (first, last) in places)
            for (var i = first; i <= last; i++)
                if (tokens[i].Is(WordClass.Deny))
                    return true;
        return false;
    }

    /// <summary>The whole pattern around one place of its anchor.</summary>
    (int First, int Last) MatchAt(
        FindablePattern pattern,
        int anchor,
        FindableChoice choice,
        int token,
        Mode mode,
        scoped Span<(int First, int Last)> places
    )
    {
        var at = MatchChoice(choice, token - choice.Key, mode);
        if (at.First < 0)
            return at;
        places = places[..pattern.Parts.Length];
        places.Fill((-1, -1));
        places[anchor] = at;
        var (first, last) = at;
        foreach (var part in pattern.Order)
        {
            if (part == anchor)
                continue;
            var denied = pattern.IsDenial[part] ? FindLast(places) : int.MaxValue;
            var side = pattern.IsOrdered ? part.CompareTo(anchor) : 0;
            var found = FindNearest(pattern.Parts[part], at, pattern.Window, side, mode, denied, places);
            if (found.First < 0)
                return found;
            places[part] = found;
            first = Math.Min(first, found.First);
            last = Math.Max(last, found.Last);
        }

        return pattern.IsOrdered && !IsAscending(places) ? (-1, -1) : (first, last);
    }

    (int First, int Last) MatchAny(FindableChoice[] choices, int token, Mode mode, int denied)
    {
        // A word that nothing looks for, and no number either, is none of them.
        if (tokens[token].Quantity < 0 && tokens[token].Hit.Ids.Length == 0)
            return (-1, -1);
        foreach (var choice in choices)
            if (!(choice.IsDenial && token > denied) && MatchChoice(choice, token, mode) is { First: >= 0 } found)
                return found;
        return (-1, -1);
    }

    /// <summary>One way of saying a part, beginning at a token.</summary>
    (int First, int Last) MatchChoice(FindableChoice choice, int from, Mode mode)
    {
        if (choice.Test is { } test)
            return MatchNumber(choice, test, from, mode);
        var last = from + choice.Words.Length - 1;
        if (from < 0 || last >= tokens.Length || (choice.IsQuery && !IsAsked(from, last)))
            return (-1, -1);
        for (var i = 0; i < choice.Words.Length; i++)
        {
            ref readonly var token = ref tokens[from + i];
            if (i > 0 && token.Follows(PhraseBreak))
                return (-1, -1);
            var isThere =
                choice.Words[i] >= 0
                    ? text.HasId(from + i, choice.Words[i])
                    : token.Quantity >= 0 && IsNumber(text.Quantities[token.Quantity], choice.Numbers[i]);
            if (!isThere || !IsAllowed(from + i, mode, choice.Denies))
                return (-1, -1);
        }

        return (from, last);
    }

    /// <summary>"?cancer", "cancer?", "is this cancer of the lung?".</summary>
    readonly bool IsAsked(int first, int last)
    {
        if (tokens[first].Follows(Marks.Query))
            return true;
        for (var next = last + 1; next <= tokens.Length && next <= last + QuestionWordsMax; next++)
        {
            if (text.EndsQuestion(next))
                return true;
            if (next < tokens.Length && tokens[next].Follows(Marks.SentenceEnd | Marks.Comma))
                return false;
        }

        return false;
    }

    static bool IsNumber(in Quantity quantity, double number) => quantity.Value == number || quantity.Over == number;

    readonly bool IsAllowed(int token, Mode mode, bool denies)
    {
        if (mode.IsExclusion)
            return true;
        var standing = tokens[token].Standing;
        return (standing & never) == 0
            && (denies || mode.TakesDenied || mode.Level == Level.Denied || (standing & Standing.Denied) == 0)
            && elsewhere?.Contains(token) is not true;
    }

    /// <summary>What a place may be to count.</summary>
    /// <param name="TakesDenied">Also what is denied, because the denial is part of the pattern.</param>
    /// <param name="IsExclusion">Everything counts: it is looked for to be taken out.</param>
    readonly record struct Mode(Level Level, bool TakesDenied, bool IsExclusion)
    {
        public static readonly Mode Anything = new(Level.Denied, true, true);

        /// <summary>Names of values and units count wherever they stand.</summary>
        public static readonly Mode AnyStanding = new(Level.Denied, true, false);
    }
}
