using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>Where the parts of a line stand around the one that was found first.</summary>
ref partial struct ConceptSearch
{
    /// <summary>The place of a part that is nearest to the anchor, in its sentence and within the window.</summary>
    /// <param name="side">-1 when it stands before the anchor, 1 when after it, 0 for both.</param>
    /// <param name="denied">Before which token a word of denial stands, when the part may be one.</param>
    /// <param name="taken">Places of other parts; those not found yet are before the text.</param>
    (int First, int Last) FindNearest(
        FindableChoice[] choices,
        (int First, int Last) anchor,
        int window,
        int side,
        Mode mode,
        int denied,
        scoped ReadOnlySpan<(int First, int Last)> taken
    )
    {
        var (left, right) = (anchor.First, anchor.Last);
        var (isLeftOpen, isRightOpen) = (side <= 0, side >= 0);
        for (var step = 0; step <= window && (isLeftOpen || isRightOpen); step++)
        {
            if (isRightOpen)
            {
                right++;
                isRightOpen = right < tokens.Length && !tokens[right].Follows(Marks.SentenceEnd);
                if (
                    isRightOpen
                    && MatchAny(choices, right, mode, denied) is { First: >= 0 } found
                    && IsFree(found, taken)
                    && IsOwn(found, taken)
                )
                    return found;
            }

            if (isLeftOpen)
            {
                isLeftOpen = left > 0 && !tokens[left].Follows(Marks.SentenceEnd);
                left--;
                if (
                    isLeftOpen
                    && MatchAny(choices, left, mode, denied) is { First: >= 0 } found
                    && IsFree(found, taken)
                    && IsOwn(found, taken)
                )
                    return found;
            }
        }

        return (-1, -1);
    }

    /// <summary>Where the last of some places begins: a word of denial stands before one of the words that it is looked for with.</summary>
    static int FindLast(ReadOnlySpan<(int First, int Last)> places)
    {
        var last = -1;
        foreach (var (first, _) in places)
            last = Math.Max(last, first);
        return last;
    }

    static bool IsAscending(ReadOnlySpan<(int First, int Last)> places)
    {
        for (var i = 1; i < places.Length; i++)
            if (places[i].First < places[i - 1].First)
                return false;
        return true;
    }

    static bool IsFree((int First, int Last) found, scoped ReadOnlySpan<(int First, int Last)> taken)
    {
        foreach (var (first, last) in taken)
            if (found.First <= last && found.Last >= first)
                return false;
        return true;
    }
}
