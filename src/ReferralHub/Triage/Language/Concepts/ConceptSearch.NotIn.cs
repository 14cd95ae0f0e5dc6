using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>
/// Takes out words that mean something else where they stand ("blood pressure"). A red flag must not be lost by it: all of the words
/// stand in one clause, and none of them is denied, past, or of somebody else when the others are not.
/// </summary>
ref partial struct ConceptSearch
{
    /// <summary>Takes out all that means something else; false when there is nothing.</summary>
    bool TakeOutAll()
    {
        foreach (var pattern in term.NotIn)
            if (text.HasParts(pattern.Number))
                TakeOut(pattern, FindAnchor(pattern));
        return elsewhere is not null;
    }

    void TakeOut(FindablePattern pattern, int anchor)
    {
        Span<(int First, int Last)> all = stackalloc (int, int)[PartsMax];
        var places = all[..pattern.Parts.Length];
        foreach (var choice in pattern.Parts[anchor])
        foreach (var token in text.FindPlaces(choice.KeyWord))
            if (
                MatchAt(pattern, anchor, choice, token, Mode.Anything, places) is { First: >= 0 } found
                && (places.Length == 1 || (IsOneClause(found.First, found.Last) && StandAlike(pattern, places)))
            )
                foreach (var (first, last) in places)
                    for (var i = first; i <= last; i++)
                        (elsewhere ??= []).Add(i);
    }

    /// <summary>
    /// Whether no clause ends between two words: sentence, line, dash, "but", or a mark before a denial ("lump, no pain").
    /// </summary>
    readonly bool IsOneClause(int first, int last)
    {
        for (var i = first + 1; i <= last; i++)
            if (
                tokens[i].Follows(Marks.ClauseEnd)
                || tokens[i].Is(WordClass.Adversative)
                || (tokens[i].Before != Marks.None && tokens[i].Is(WordClass.Deny))
            )
                return false;
        return true;
    }

    /// <summary>Whether the same is true of all words of a match; a word of denial that is one of them denies those after it.</summary>
    readonly bool StandAlike(FindablePattern pattern, ReadOnlySpan<(int First, int Last)> places)
    {
        var denial = int.MaxValue;
        if (pattern.HasDenials)
            foreach (var (first, last) in places)
                if (first == last && tokens[first].Is(WordClass.Deny))
                    denial = Math.Min(denial, first);
        Standing? all = null;
        foreach (var (first, last) in places)
        {
            if (HasDenial([(first, last)]))
                continue;
            if (FindStanding(first, last) is not { } standing)
                continue;
            if (denial != int.MaxValue)
            {
                if (first > denial && (standing & Standing.Denied) == 0)
                    return false;
                standing &= ~Standing.Denied;
            }

            if (all is { } others && others != standing)
                return false;
            all = standing;
        }

        return true;
    }

    /// <summary>What is true of some words, but for those that make it so themselves: "previous"; null when there are no others.</summary>
    readonly Standing? FindStanding(int first, int last)
    {
        Standing? standing = null;
        for (var i = first; i <= last; i++)
            if (!tokens[i].Is(WordClass.Past | WordClass.Ago | WordClass.Advice | WordClass.FamilyHistory | WordClass.Relative))
                standing = (standing ?? Standing.Said) | tokens[i].Standing;
        return standing;
    }
}
