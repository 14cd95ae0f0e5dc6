namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Marks what is said of relatives, of the past, and of what might come: "mother had", "PMH", "safety-netted for".</summary>
static class OtherStandings
{
    const int RelativeWordsMax = 4;
    const int AgoWordsMax = 3;
    const int LongAgoDays = 300;
    public const WordClass Begins =
        WordClass.Relative
        | WordClass.FamilyHistory
        | WordClass.HistoryWord
        | WordClass.Past
        | WordClass.Advice
        | WordClass.Ago
        | WordClass.Told;
    const WordClass SaysThatItIs =
        WordClass.Subject
        | WordClass.Contrast
        | WordClass.Adversative
        | WordClass.Verb
        | WordClass.Own
        | WordClass.Done
        | WordClass.Request
        | WordClass.Reporting;
    const Marks SentenceEnd = Marks.SentenceEnd | Marks.Line;

    /// <param name="marked">Tokens that may begin something, among others, in their order.</param>
    public static void Mark(Span<Token> tokens, List<Quantity> quantities, ReadOnlySpan<int> marked)
    {
        var at = 0;
        var (family, past, isAdvising, isAdvice) = (false, false, false, false);
        var (isTold, isReturning) = (false, false);
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var token = ref tokens[i];
            if ((token.Class & Begins) == 0 && token.Quantity < 0 && !(family || past || isAdvising || isTold))
            {
                // On to the next word that may begin something.
                while (at < marked.Length && marked[at] <= i)
                    at++;
                i = (at < marked.Length ? marked[at] : tokens.Length) - 1;
                continue;
            }

            if (token.Follows(SentenceEnd))
                (family, past, isAdvising, isAdvice, isTold, isReturning) = (false, false, false, false, false, false);
            if (token.Follows(Marks.Comma | Marks.Dash | Marks.Open | Marks.Close))
                (family, past) = (false, false);
            var kind = token.Class;
            if (kind != WordClass.None)
            {
                if ((kind & (WordClass.Subject | WordClass.Contrast)) != 0)
                    (family, past) = (false, false);
                // "Advised to return if worse, but now coughs blood".
                if ((kind & WordClass.Contrast) != 0)
                    (isAdvising, isAdvice, isTold, isReturning) = (false, false, false, false);
                if ((kind & WordClass.FamilyHistory) != 0 || IsFamilyHistory(tokens, i) || IsOfRelative(tokens, i))
                    family = true;
                if ((kind & WordClass.Past) != 0)
                    past = true;
                if (isAdvising && (kind & (WordClass.Condition | WordClass.SafetyNet)) != 0)
                    isAdvice = true;
                if ((kind & WordClass.Advice) != 0)
                    isAdvising = true;
                isTold |= (kind & WordClass.Told) != 0;
                isReturning |= isTold && (kind & WordClass.Returning) != 0 && FollowsTo(tokens, i);
                isAdvice |= isReturning && IsWhatMightCome(tokens, i);
                if (((kind & WordClass.Ago) != 0 && IsLongAgo(tokens, quantities, i)) || IsPastYear(tokens, quantities, i))
                    MarkBack(tokens, i);
            }
            else if (IsPastYear(tokens, quantities, i))
                MarkBack(tokens, i);

            if (family)
                token.Standing |= Standing.OfFamily;
            if (past)
                token.Standing |= Standing.Past;
            if (isAdvice)
                token.Standing |= Standing.Advised;
        }
    }

    /// <summary>"To ring", "to come back".</summary>
    static bool FollowsTo(Span<Token> tokens, int i) =>
        (i > 0 && tokens[i - 1].Is(WordClass.To)) || (i > 1 && tokens[i - 2].Is(WordClass.To));

    /// <summary>
    /// "If she bleeds", and "with chest pain or collapse" as long as nothing else stands in the sentence: with a subject, a verb, a number
    /// or "now" it may be what is there ("come back with the scan, which showed a mass").
    /// </summary>
    static bool IsWhatMightCome(Span<Token> tokens, int i)
    {
        if (tokens[i].Is(WordClass.Condition))
            return true;
        if (!tokens[i].Is(WordClass.With))
            return false;
        for (var next = i + 1; next < tokens.Length && !tokens[next].Follows(SentenceEnd); next++)
            if (tokens[next].Quantity >= 0 || tokens[next].Is(SaysThatItIs))
                return false;
        return true;
    }

    /// <summary>"Family history of", "family hx".</summary>
    static bool IsFamilyHistory(Span<Token> tokens, int i) =>
        tokens[i].Is(WordClass.OfRelative)
        && i > 0
        && tokens[i].Before == Marks.None
        && tokens[i - 1].Is(WordClass.FamilyWord)
        && tokens[i].Is(WordClass.HistoryWord);

    /// <summary>"Mother had", "brother died of", "father: prostate cancer"; not "wife reports", "mother has noticed".</summary>
    static bool IsOfRelative(Span<Token> tokens, int i)
    {
        if (!tokens[i].Is(WordClass.Relative))
            return false;
        var isOfThem = i + 1 < tokens.Length && tokens[i + 1].Follows(Marks.Colon);
        for (var next = i + 1; next < tokens.Length && next <= i + RelativeWordsMax; next++)
        {
            if (tokens[next].Follows(SentenceEnd | Marks.Comma))
                break;
            if (tokens[next].Is(WordClass.Reporting))
                return false;
            isOfThem |= tokens[next].Is(WordClass.OfRelative);
        }

        return isOfThem;
    }

    /// <summary>"Ten years ago" is another time; "two hours ago" is now.</summary>
    static bool IsLongAgo(Span<Token> tokens, List<Quantity> quantities, int i)
    {
        for (var back = i - 1; back >= 0 && back >= i - AgoWordsMax; back--)
            if (tokens[back].Quantity >= 0)
                return quantities[tokens[back].Quantity].LowDays >= LongAgoDays;
        return false;
    }

    static bool IsPastYear(Span<Token> tokens, List<Quantity> quantities, int i) =>
        tokens[i].Quantity >= 0 && quantities[tokens[i].Quantity].IsYear;

    static void MarkBack(Span<Token> tokens, int i)
    {
        for (var back = i; back >= 0; back--)
        {
            tokens[back].Standing |= Standing.Past;
            if (tokens[back].Follows(SentenceEnd | Marks.Comma | Marks.Dash))
                break;
        }
    }
}
