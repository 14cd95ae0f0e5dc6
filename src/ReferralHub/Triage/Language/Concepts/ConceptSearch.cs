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
ref struct ConceptSearch
{
    const int PartsMax = 8;
    const int UnitWordsMax = 3;
    const int ValueWordsMax = 10;

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
        var isPossible = false;
        foreach (var pattern in term.Patterns)
            isPossible |= HasAnchor(pattern);
        foreach (var (names, _) in term.Values)
            isPossible |= HasAny(names);
        if (!isPossible)
            return Finding.Nowhere;
        foreach (var pattern in term.NotIn)
            if (HasAnchor(pattern))
                TakeOut(pattern);
        for (var level = Level.Said; level <= Level.Denied; level++)
        {
            foreach (var pattern in term.Patterns)
                if (HasAnchor(pattern) && Match(pattern, level) is { First: >= 0 } found)
                    return new(level != Level.Denied, level == Level.Said, found.First, found.Last);
            foreach (var (names, number) in term.Values)
                if (HasAny(names) && MatchValue(names, number, level) is { First: >= 0 } found)
                    return new(level != Level.Denied, level == Level.Said, found.First, found.Last);
        }

        return Finding.Nowhere;
    }

    readonly bool HasAnchor(FindablePattern pattern) => HasAny(pattern.Parts[pattern.Anchor]);

    readonly bool HasAny(FindableChoice[] choices)
    {
        foreach (var choice in choices)
            if (text.Has(choice.Words[choice.Key]))
                return true;
        return false;
    }

    void TakeOut(FindablePattern pattern)
    {
        Span<(int First, int Last)> places = stackalloc (int, int)[PartsMax];
        foreach (var choice in pattern.Parts[pattern.Anchor])
            for (var place = text.FindFirst(choice.Words[choice.Key]); place >= 0; place = text.GetPlace(place).Next)
                if (MatchAt(pattern, choice, text.GetPlace(place).Token, Level.Denied, places, isExclusion: true) is { First: >= 0 })
                    foreach (var (first, last) in places[..pattern.Parts.Length])
                        for (var i = first; i <= last; i++)
                            (elsewhere ??= []).Add(i);
    }

    (int First, int Last) Match(FindablePattern pattern, Level level)
    {
        Span<(int First, int Last)> places = stackalloc (int, int)[PartsMax];
        foreach (var choice in pattern.Parts[pattern.Anchor])
            for (var place = text.FindFirst(choice.Words[choice.Key]); place >= 0; place = text.GetPlace(place).Next)
                if (MatchAt(pattern, choice, text.GetPlace(place).Token, level, places) is { First: >= 0 } found)
                    return found;
        return (-1, -1);
    }

    /// <summary>The whole pattern around one place of its anchor.</summary>
    (int First, int Last) MatchAt(
        FindablePattern pattern,
        FindableChoice choice,
        int token,
        Level level,
        scoped Span<(int First, int Last)> places,
        bool isExclusion = false
    )
    {
        var denies = pattern.Denies || isExclusion;
        var anchor = MatchChoice(choice, token - choice.Key, level, denies, isExclusion);
        if (anchor.First < 0)
            return anchor;
        places[pattern.Anchor] = anchor;
        var (first, last) = anchor;
        for (var part = 0; part < pattern.Parts.Length; part++)
        {
            if (part == pattern.Anchor)
                continue;
            var found = FindNearest(pattern.Parts[part], anchor, pattern.Window, level, denies, isExclusion, places[..part], anchor);
            if (found.First < 0)
                return found;
            places[part] = found;
            first = Math.Min(first, found.First);
            last = Math.Max(last, found.Last);
        }

        return (first, last);
    }

    /// <summary>The place of a part that is nearest to the anchor, in its sentence and within the window.</summary>
    (int First, int Last) FindNearest(
        FindableChoice[] choices,
        (int First, int Last) around,
        int window,
        Level level,
        bool denies,
        bool isExclusion,
        scoped ReadOnlySpan<(int First, int Last)> taken,
        (int First, int Last) anchor
    )
    {
        var (left, right) = (around.First, around.Last);
        var (isLeftOpen, isRightOpen) = (true, true);
        for (var step = 0; step <= window && (isLeftOpen || isRightOpen); step++)
        {
            if (isRightOpen)
            {
                right++;
                isRightOpen = right < tokens.Length && !tokens[right].Follows(Marks.SentenceEnd);
                if (
                    isRightOpen
                    && MatchAny(choices, right, level, denies, isExclusion) is { First: >= 0 } found
                    && IsFree(found, taken, anchor)
                )
                    return found;
            }

            if (isLeftOpen)
            {
                isLeftOpen = left > 0 && !tokens[left].Follows(Marks.SentenceEnd);
                left--;
                if (
                    isLeftOpen
                    && MatchAny(choices, left, level, denies, isExclusion) is { First: >= 0 } found
                    && IsFree(found, taken, anchor)
                )
                    return found;
            }
        }

        return (-1, -1);
    }

    static bool IsFree((int First, int Last) found, ReadOnlySpan<(int First, int Last)> taken, (int First, int Last) anchor)
    {
        if (found.First <= anchor.Last && found.Last >= anchor.First)
            return false;
        foreach (var (first, last) in taken)
            if (found.First <= last && found.Last >= first)
                return false;
        return true;
    }

    (int First, int Last) MatchAny(FindableChoice[] choices, int token, Level level, bool denies, bool isExclusion)
    {
        foreach (var choice in choices)
            if (MatchChoice(choice, token, level, denies, isExclusion) is { First: >= 0 } found)
                return found;
        return (-1, -1);
    }

    /// <summary>One way of saying a part, beginning at a token.</summary>
    (int First, int Last) MatchChoice(FindableChoice choice, int from, Level level, bool denies, bool isExclusion)
    {
        if (choice.Test is { } test)
            return MatchNumber(choice, test, from, level, denies);
        var last = from + choice.Words.Length - 1;
        if (from < 0 || last >= tokens.Length || (choice.IsQuery && !tokens[from].Follows(Marks.Query)))
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
            if (!isThere || !IsAllowed(from + i, level, denies, isExclusion))
                return (-1, -1);
        }

        return (from, last);
    }

    static bool IsNumber(in Quantity quantity, double number) =>
        quantity.Low == number || quantity.High == number || quantity.Over == number;

    readonly bool IsAllowed(int token, Level level, bool denies, bool isExclusion)
    {
        if (isExclusion)
            return true;
        var standing = tokens[token].Standing;
        return (standing & never) == 0
            && (denies || level == Level.Denied || (standing & Standing.Denied) == 0)
            && elsewhere?.Contains(token) is not true;
    }

    (int First, int Last) MatchNumber(FindableChoice choice, NumberTest test, int at, Level level, bool denies)
    {
        if (at < 0 || tokens[at].Quantity < 0 || !IsAllowed(at, level, denies, false))
            return (-1, -1);
        var quantity = text.Quantities[tokens[at].Quantity];
        if (
            test.Days == 0
            && choice.Units.Length == 0
            && (quantity.Days > 0 || quantity.IsYear || (!test.IsRatio && !double.IsNaN(quantity.Over)))
        )
            return (-1, -1);
        var last = at;
        if (choice.Units.Length > 0 && (last = FindUnit(choice.Units, at)) < 0)
            return (-1, -1);
        var fit = test.Fits(quantity);
        return fit == NumberFit.Yes || level == Level.Denied || (fit == NumberFit.Maybe && level == Level.Maybe) ? (at, last) : (-1, -1);
    }

    /// <summary>The last token of a unit within a few words after a number: "nine documented episodes"; -1 when there is none.</summary>
    int FindUnit(FindableChoice[] units, int at)
    {
        for (var next = at + 1; next <= at + UnitWordsMax && next < tokens.Length; next++)
        {
            if (tokens[next].Follows(Marks.Comma | Marks.SentenceEnd))
                return -1;
            foreach (var unit in units)
                if (MatchChoice(unit, next, Level.Denied, true, true) is { First: >= 0 } found)
                    return found.Last;
        }

        return -1;
    }

    (int First, int Last) MatchValue(FindableChoice[] names, NumberTest test, Level level)
    {
        foreach (var name in names)
            for (var place = text.FindFirst(name.Words[name.Key]); place >= 0; place = text.GetPlace(place).Next)
            {
                var named = MatchChoice(name, text.GetPlace(place).Token - name.Key, Level.Denied, true, false);
                if (named.First >= 0 && FindNumber(named.Last, test, level) is >= 0 and var number)
                    return (named.First, number);
            }

        return (-1, -1);
    }

    /// <summary>
    /// The number that belongs to a name: the first one after it that is no date and no time, over words such as "was" and "result";
    /// after it those that it changed to. -1 when none fits.
    /// </summary>
    readonly int FindNumber(int name, NumberTest test, Level level)
    {
        var isAfterNumber = false;
        for (var i = name + 1; i < tokens.Length && i <= name + ValueWordsMax; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Follows(Marks.SentenceEnd) || (token.Follows(Marks.Comma) && isAfterNumber))
                return -1;
            if (token.Quantity < 0)
            {
                // A unit stands between numbers only when another follows: "82 g/L, from 120".
                if (!token.Is(WordClass.Filler | WordClass.TimeUnit | WordClass.Ago) && !(isAfterNumber && !token.Is(WordClass.Common)))
                    return -1;
                continue;
            }

            var quantity = text.Quantities[token.Quantity];
            if (quantity.IsDate || quantity.Days > 0 || quantity.IsYear)
                continue;
            var fit = test.Fits(quantity);
            if (fit == NumberFit.Yes || (fit == NumberFit.Maybe && level != Level.Said) || level == Level.Denied)
                return i;
            isAfterNumber = true;
        }

        return -1;
    }
}
