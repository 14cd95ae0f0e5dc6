using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>Numbers that a concept asks for: with a unit beside them, or after the name of a value.</summary>
ref partial struct ConceptSearch
{
    const int UnitWordsMax = 3;
    const int ValueWordsMax = 10;

    (int First, int Last) MatchNumber(FindableChoice choice, NumberTest test, int at, Mode mode)
    {
        if (at < 0 || tokens[at].Quantity < 0 || !IsAllowed(at, mode, false))
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
        return fit == NumberFit.Yes || mode.Level == Level.Denied || (fit == NumberFit.Maybe && mode.Level == Level.Maybe)
            ? (at, last)
            : (-1, -1);
    }

    /// <summary>The last token of a unit within a few words after a number: "nine documented episodes"; -1 when there is none.</summary>
    int FindUnit(FindableChoice[] units, int at)
    {
        for (var next = at + 1; next <= at + UnitWordsMax && next < tokens.Length; next++)
        {
            if (tokens[next].Follows(Marks.Comma | Marks.SentenceEnd))
                return -1;
            foreach (var unit in units)
                if (MatchChoice(unit, next, Mode.Anything) is { First: >= 0 } found)
                    return found.Last;
        }

        return -1;
    }

    (int First, int Last) MatchValue(FindableChoice[] names, NumberTest test, Level level)
    {
        foreach (var name in names)
        foreach (var token in text.FindPlaces(name.KeyWord))
        {
            var named = MatchChoice(name, token - name.Key, Mode.AnyStanding);
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
                // Over "was" and the like; after a number also over its unit: "82 g/L, from 120". Another name ends it: "Hb 121 MCV 68".
                if (!token.Is(WordClass.Filler | WordClass.TimeUnit | WordClass.Ago) && !(isAfterNumber && IsUnit(i)))
                    return -1;
                continue;
            }

            // A digit within another word makes it another name: "Haemoglobin A1c 74"; "Hb82" is the value of its own.
            if (i > name + 1 && token.Follows(Marks.Attached))
                return -1;
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

    /// <summary>Written onto the number, of one letter, or with a stroke: g, g/L, mmol/L; not a name with its own number: K 3.2.</summary>
    readonly bool IsUnit(int token)
    {
        if (tokens[token].Follows(Marks.Attached | Marks.Slash))
            return true;
        if (token + 1 == tokens.Length)
            return tokens[token].Length == 1;
        ref readonly var next = ref tokens[token + 1];
        return next.Follows(Marks.Slash) || (tokens[token].Length == 1 && (next.Quantity < 0 || next.Before != Marks.None));
    }

    /// <summary>
    /// Whether a number belongs to the words it was found for: the nearest name before it is not that of another measurement, as that of
    /// 68 is in "Hb 121 MCV 68". A number with a unit speaks for itself.
    /// </summary>
    /// <param name="taken">Places of the words; those not found yet are before the text.</param>
    readonly bool IsOwn((int First, int Last) found, scoped ReadOnlySpan<(int First, int Last)> taken)
    {
        if (tokens[found.First].Quantity is not (>= 0 and var at) || found.Last > found.First || text.Quantities[at].Days > 0)
            return true;
        for (var i = found.First; i > 0 && i > found.First - ValueWordsMax && !tokens[i].Follows(Marks.SentenceEnd | Marks.Comma); i--)
        {
            ref readonly var before = ref tokens[i - 1];
            if (before.Is(WordClass.Measure))
                return !IsFree((i - 1, i - 1), taken);
            if (before.Quantity < 0 && !before.Is(WordClass.Filler | WordClass.TimeUnit) && !before.Follows(Marks.Attached | Marks.Slash))
                return true;
        }

        return true;
    }
}
