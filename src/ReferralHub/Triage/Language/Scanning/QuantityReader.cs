namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Makes quantities of numbers: numbers in words, ranges, "more than", "or less", units of time, and the shorthand of GPs in which
/// 3/7 is three days, 2/52 two weeks and 6/12 six months.
/// </summary>
static class QuantityReader
{
    const double DaysPerWeek = 7;
    const double DaysPerMonth = 30.4375;
    const int YearFirst = 1900;
    const int YearLast = 2099;

    /// <param name="marked">Tokens that are numbers or units of time, among others, in their order.</param>
    public static void Read(Span<Token> tokens, List<Quantity> quantities, ReadOnlySpan<int> marked)
    {
        var numbers = new List<int>();
        foreach (var i in marked)
        {
            if (tokens[i].Quantity < 0 && tokens[i].Is(WordClass.NumberWord))
                ReadWords(tokens, quantities, i);
            // "A month", "an hour".
            else if (
                tokens[i].Is(WordClass.TimeUnit)
                && i > 0
                && tokens[i - 1].Quantity < 0
                && tokens[i - 1].Is(WordClass.Article)
                && tokens[i].Before == Marks.None
            )
            {
                tokens[i - 1].Quantity = quantities.Count;
                quantities.Add(
                    new()
                    {
                        Value = 1,
                        Low = 1,
                        High = 1,
                        Over = double.NaN,
                    }
                );
                numbers.Add(i - 1);
            }

            if (tokens[i].Quantity >= 0)
                numbers.Add(i);
        }

        foreach (var i in numbers)
            Bound(tokens, quantities, i);
        foreach (var i in numbers)
            if (i + 1 < tokens.Length)
                Range(tokens, quantities, i);
        foreach (var i in numbers)
            Unit(tokens, quantities, i);
    }

    static void ReadWords(Span<Token> tokens, List<Quantity> quantities, int i)
    {
        var value = tokens[i].Hit.Number;
        // Forty-five; "a hundred and ten" is rare in letters and not read.
        if (
            value is >= 20 and < 100
            && i + 1 < tokens.Length
            && tokens[i + 1].Is(WordClass.NumberWord)
            && tokens[i + 1].Hit.Number < 10
            && !tokens[i + 1].Follows(Marks.Comma | Marks.ClauseEnd)
        )
            value += tokens[i + 1].Hit.Number;
        tokens[i].Quantity = quantities.Count;
        quantities.Add(
            new()
            {
                Value = value,
                Low = value,
                High = value,
                Over = double.NaN,
            }
        );
    }

    static void Bound(Span<Token> tokens, List<Quantity> quantities, int i)
    {
        var quantity = quantities[tokens[i].Quantity];
        var (isOver, isUnder) = (tokens[i].Follows(Marks.More), tokens[i].Follows(Marks.Less));
        for (var back = i - 1; back >= 0 && back >= i - 2 && !isOver && !isUnder; back--)
        {
            if (tokens[back + 1].Follows(Marks.Comma | Marks.ClauseEnd))
                break;
            isOver = tokens[back].Is(WordClass.Over);
            isUnder = tokens[back].Is(WordClass.Under);
        }

        if (i + 1 < tokens.Length && tokens[i + 1].Follows(Marks.Plus) && !tokens[i + 1].Follows(Marks.ClauseEnd))
            isOver = true;
        if (i + 2 < tokens.Length && tokens[i + 1].Is(WordClass.Or) && !tokens[i + 1].Follows(Marks.Comma | Marks.ClauseEnd))
        {
            isOver |= tokens[i + 2].Is(WordClass.Over);
            isUnder |= tokens[i + 2].Is(WordClass.Under);
        }

        if (isOver && !isUnder)
            quantity.High = double.PositiveInfinity;
        else if (isUnder && !isOver)
            (quantity.Low, quantity.High) = (double.NegativeInfinity, Math.BitDecrement(quantity.High));
        if (tokens[i].Hit == Hit.None && quantity is { Low: >= YearFirst and <= YearLast } && quantity.Low == quantity.High)
            quantity.IsYear = quantity.Low == Math.Floor(quantity.Low) && tokens[i].Length == 4;
        quantities[tokens[i].Quantity] = quantity;
    }

    /// <summary>6-8, six to eight, between 6 and 8.</summary>
    static void Range(Span<Token> tokens, List<Quantity> quantities, int i)
    {
        ref var token = ref tokens[i];
        var isHyphen = tokens[i + 1].Quantity >= 0 && tokens[i + 1].Follows(Marks.Hyphen) && !tokens[i + 1].Is(WordClass.NumberWord);
        var other = isHyphen ? i + 1 : i + 2;
        if (!isHyphen && !(other < tokens.Length && tokens[other].Quantity >= 0 && tokens[i + 1].Is(WordClass.To)))
            return;
        var (low, high) = (quantities[token.Quantity], quantities[tokens[other].Quantity]);
        if (
            low.IsDate
            || high.IsDate
            || !double.IsNaN(low.Over)
            || (!double.IsNaN(high.Over) && high.Over is not (7 or 12 or 52))
            || high.High < low.Low
        )
            return;
        low.High = high.High;
        high.Low = low.Low;
        quantities[token.Quantity] = low;
        quantities[tokens[other].Quantity] = high;
    }

    static void Unit(Span<Token> tokens, List<Quantity> quantities, int i)
    {
        var quantity = quantities[tokens[i].Quantity];
        if (quantity.Over is 7 or 52 or 12 && quantity.Low <= 52)
            quantity.Days = quantity.Over switch
            {
                7 => 1,
                52 => DaysPerWeek,
                _ => DaysPerMonth,
            };
        for (var next = i + 1; next < tokens.Length && next <= i + 2 && quantity.Days == 0; next++)
        {
            if (tokens[next].Follows(Marks.Comma | Marks.SentenceEnd | Marks.Dash))
                break;
            if (tokens[next].Is(WordClass.TimeUnit))
                quantity.Days = tokens[next].Hit.Number;
            else if (tokens[next].Follows(Marks.Attached))
                quantity.Days = tokens[next].Is(WordClass.ShortTimeUnit) ? tokens[next].Hit.Number : 0;
            if (tokens[next].Quantity >= 0)
                break;
        }

        if (i + 1 < tokens.Length && tokens[i + 1].Follows(Marks.Attached) && tokens[i + 1].Is(WordClass.Ordinal))
            quantity.IsDate = true;
        quantities[tokens[i].Quantity] = quantity;
    }
}
