namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Whether "excluded" or "ruled out" denies. "PE excluded by CT" and "cancer has been excluded" do; "would like cancer excluded", "needs
/// it ruled out" and "has cancer been excluded?" say that nobody knows yet, and then it counts as said.
/// </summary>
static class Exclusions
{
    const int DoneWordsMax = 2;
    const Marks ClauseEnd = Marks.ClauseEnd | Marks.Comma | Marks.Open | Marks.Close;

    /// <summary>Denies back over what was excluded; false when the word denies nothing.</summary>
    /// <param name="end">What stands after the last word.</param>
    public static bool Mark(Span<Token> tokens, int i, Marks end)
    {
        var last = i;
        // Ruled out is two words, excluded is one.
        if (i + 1 < tokens.Length && tokens[i + 1].Is(WordClass.Out) && tokens[i + 1].Before == Marks.None)
            last++;
        else if (tokens[i].Is(WordClass.Verb))
            return false;
        if (i == 0 || tokens[i].Follows(ClauseEnd) || !IsClosed(tokens, last, end))
            return false;
        var from = i;
        while (from > 0 && i - from < DoneWordsMax + 1 && tokens[from - 1].Is(WordClass.Done) && !tokens[from].Follows(ClauseEnd))
            from--;
        var isDone = from < i;
        if (IsUnsettled(tokens, i, isDone))
            return false;
        var isMarked = false;
        for (var back = from - 1; back >= 0 && !tokens[back + 1].Follows(ClauseEnd); back--)
        {
            if (tokens[back].Is(WordClass.Contrast | WordClass.Preposition) || (isMarked && tokens[back].Is(WordClass.Verb)))
                break;
            tokens[back].Standing |= Standing.Denied;
            isMarked = true;
        }

        return isMarked;
    }

    /// <summary>Whether the clause ends, or goes on with how it was excluded.</summary>
    static bool IsClosed(Span<Token> tokens, int last, Marks end)
    {
        if (last + 1 == tokens.Length)
            return (end & Marks.Asked) == 0;
        ref readonly var next = ref tokens[last + 1];
        return !next.Follows(Marks.Asked) && (next.Follows(ClauseEnd) || next.Is(WordClass.Contrast | WordClass.And | WordClass.Agent));
    }

    /// <summary>Whether its clause denies it, asks for it, or leaves it open.</summary>
    static bool IsUnsettled(Span<Token> tokens, int i, bool isDone)
    {
        for (var back = i - 1; back >= 0 && !tokens[back + 1].Follows(ClauseEnd); back--)
        {
            ref readonly var token = ref tokens[back];
            if (
                token.Is(WordClass.Deny | WordClass.Be | WordClass.Unsettled)
                || (!isDone && token.Is(WordClass.Request) && !IsHad(tokens, back))
            )
                return true;
        }

        return false;
    }

    /// <summary>"Have had cancer excluded": it was done.</summary>
    static bool IsHad(Span<Token> tokens, int at) => at + 1 < tokens.Length && tokens[at + 1].Is(WordClass.Done);
}
