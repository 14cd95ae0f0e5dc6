namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Says of each word whether it is denied, said of a relative, of the past, or of what might come. A denial reaches over a list of
/// bare noun phrases and ends at the end of a clause: full stop, semicolon, line, dash, "but" and its like, a predicate, and a comma
/// that does not go on with the list. In doubt a word counts as said, because a red flag must not be missed.
/// </summary>
ref struct StandingMarker
{
    const int PhraseWordsMax = 6;
    const int ShortPhraseWordsMax = 3;
    const int ListItemsMin = 3;
    const int BackWordsMax = 3;
    const Marks ListBreak = Marks.ClauseEnd | Marks.Open | Marks.Close;

    readonly Span<Token> tokens;
    readonly Marks end;
    bool inList;
    bool inPhrase;
    bool isDenialOfList;
    int items;
    int denial;
    int trigger;

    StandingMarker(Span<Token> tokens, Marks end)
    {
        this.tokens = tokens;
        this.end = end;
    }

    /// <param name="end">What stands after the last word.</param>
    public static void Mark(Span<Token> tokens, List<Quantity> quantities, Marks end)
    {
        var marker = new StandingMarker(tokens, end);
        for (var i = 0; i < tokens.Length; i++)
            marker.Deny(i);
        OtherStandings.Mark(tokens, quantities);
    }

    void Deny(int i)
    {
        ref var token = ref tokens[i];
        var kind = token.Class;
        if (!inList && (kind & (WordClass.Deny | WordClass.DenyBack | WordClass.Exclude)) == 0)
            return;
        if (token.Before != Marks.None)
            Pass(i, token.Before);
        if (
            ((kind & WordClass.DenyBack) != 0 && EndsClause(i) && DenyBack(i))
            || ((kind & WordClass.Exclude) != 0 && Exclusions.Mark(tokens, i, end))
        )
        {
            End();
            return;
        }

        if ((kind & WordClass.Deny) != 0)
        {
            Begin(i);
            return;
        }

        if (!inList)
            return;
        if ((kind & (WordClass.Likeness | WordClass.Before)) != 0 && IsFirstTime(i, kind))
            Undo(i);
        else if ((kind & WordClass.Contrast) != 0)
            End();
        else if ((kind & WordClass.Or) != 0)
            inPhrase = true;
        else if ((kind & WordClass.And) != 0)
            inPhrase = inList = isDenialOfList || items > 1;
        else if ((kind & WordClass.Verb) != 0 && i > trigger)
            End();
        else if ((kind & WordClass.Preposition) != 0 && i > trigger && !tokens[i - 1].Is(WordClass.Difficulty))
            inPhrase = false;
        else if (inPhrase)
            token.Standing |= Standing.Denied;
    }

    /// <summary>What a mark does to the denial that is open before it.</summary>
    void Pass(int i, Marks before)
    {
        if (!inList)
            return;
        if ((before & (Marks.ClauseEnd | Marks.Close)) != 0)
            End();
        // "Red flags: none of ...", "no red flags (weight loss, bleeding)".
        else if ((before & (Marks.Open | Marks.Colon)) != 0)
        {
            if (tokens[i - 1].Is(WordClass.ListHead))
                isDenialOfList = true;
            else if (i - 1 != trigger && !tokens[i - 1].Is(WordClass.Deny))
                End();
        }
        else if ((before & Marks.Plus) != 0)
            inPhrase = inList = isDenialOfList || items > 1;
        else if ((before & Marks.Comma) != 0)
        {
            items++;
            if (Continues(i))
                inPhrase = true;
            else
                End();
        }
        else if ((before & Marks.Slash) != 0)
            inPhrase = true;
    }

    /// <summary>A word of denial: what directly follows decides how far it reaches.</summary>
    void Begin(int i)
    {
        var isNon = tokens[i].Length is 3 && i + 1 < tokens.Length && tokens[i + 1].Follows(Marks.Hyphen);
        (inList, inPhrase, items, denial, trigger) = (true, true, 1, i, i);
        isDenialOfList = tokens[i].Is(WordClass.DenyList);
        if (isNon)
        {
            // Non-smoker, non-tender: the one word and no more.
            tokens[i + 1].Standing |= Standing.Denied;
            End();
            return;
        }

        // Helping verbs belong to the denial: "has not noticed any", "never had", "does not complain of".
        while (
            trigger + 1 < tokens.Length
            && tokens[trigger + 1].Before == Marks.None
            && tokens[trigger + 1].Is(WordClass.Verb | WordClass.Preposition)
            && !tokens[trigger + 1].Is(WordClass.Pseudo)
        )
            trigger++;
        if (trigger + 1 < tokens.Length && IsPseudo(trigger + 1))
        {
            tokens[trigger + 1].Standing |= Standing.Denied;
            End();
        }
        else if (
            trigger + 2 < tokens.Length
            && tokens[trigger + 2].Before == Marks.None
            && tokens[trigger + 2].Is(WordClass.Pseudo)
            && !tokens[trigger + 1].Is(WordClass.Verb | WordClass.Preposition | WordClass.Or)
        )
        {
            // "No obvious cause", "no significant improvement".
            tokens[trigger + 1].Standing |= Standing.Denied;
            tokens[trigger + 2].Standing |= Standing.Denied;
            End();
        }
    }

    readonly bool IsPseudo(int i) => tokens[i].Before == Marks.None && tokens[i].Is(WordClass.Pseudo);

    /// <summary>"Never had pain like this", "no bleeding as bad", "not had a fit before": it is so now.</summary>
    readonly bool IsFirstTime(int i, WordClass kind) =>
        (
            (kind & WordClass.Likeness) != 0
            && i + 1 < tokens.Length
            && tokens[i + 1].Before == Marks.None
            && tokens[i + 1].Is(WordClass.This | WordClass.Degree)
        ) || ((kind & WordClass.Before) != 0 && tokens[denial].Is(WordClass.Never) && EndsClause(i));

    void Undo(int to)
    {
        for (var i = denial + 1; i < to; i++)
            tokens[i].Standing &= ~Standing.Denied;
        End();
    }

    void End() => inList = inPhrase = false;

    /// <summary>Whether the list of what is denied goes on after the comma before a word.</summary>
    readonly bool Continues(int from)
    {
        var (isClosed, isStrict, number, words) = (false, true, items, 0);
        for (var i = from; i < tokens.Length; i++)
        {
            ref var token = ref tokens[i];
            if (i > from)
            {
                if (token.Follows(ListBreak))
                    break;
                if (token.Follows(Marks.Comma))
                {
                    if (isClosed)
                        break;
                    number++;
                    words = 0;
                }
            }

            if (
                token.Quantity >= 0
                || token.Is(WordClass.Verb | WordClass.Deny | WordClass.Contrast | WordClass.Subject | WordClass.Relative)
            )
                return i > from && (isClosed || (isDenialOfList && isStrict && HasComma(from, i)));
            if (token.Is(WordClass.Or))
                (isClosed, words) = (true, 0);
            else if (token.Is(WordClass.And))
            {
                isClosed |= isDenialOfList || number >= ListItemsMin;
                words = 0;
            }
            else if (++words > PhraseWordsMax)
                return isClosed;
            isStrict &= words <= ShortPhraseWordsMax && !token.Is(WordClass.Assertive);
        }

        return isClosed || (isStrict && (isDenialOfList || number >= ListItemsMin));
    }

    readonly bool HasComma(int from, int to)
    {
        for (var i = from + 1; i <= to; i++)
            if (tokens[i].Follows(Marks.Comma))
                return true;
        return false;
    }

    readonly bool EndsClause(int i) =>
        i + 1 == tokens.Length || tokens[i + 1].Follows(Marks.Comma | ListBreak) || tokens[i + 1].Is(WordClass.Contrast | WordClass.And);

    /// <summary>"Haemoptysis: none", "weight loss denied", "Rectal bleeding? No": denies back to where the clause begins.</summary>
    readonly bool DenyBack(int i)
    {
        if (i == 0 || (tokens[i].Follows(Marks.ClauseEnd | Marks.Comma | Marks.Open) && !tokens[i].Follows(Marks.Asked | Marks.Dash)))
            return false;
        // "Cannot be excluded", "to be excluded", "not yet excluded".
        for (var back = i - 1; back >= 0 && back >= i - BackWordsMax && !tokens[back + 1].Follows(Marks.ClauseEnd | Marks.Comma); back--)
            if (tokens[back].Is(WordClass.Deny | WordClass.Be))
                return false;
        for (var back = i - 1; back >= 0 && !tokens[back].Is(WordClass.Contrast); back--)
        {
            tokens[back].Standing |= Standing.Denied;
            if (tokens[back].Follows(Marks.Comma | Marks.ClauseEnd | Marks.Open | Marks.Close))
                break;
        }

        return true;
    }
}
