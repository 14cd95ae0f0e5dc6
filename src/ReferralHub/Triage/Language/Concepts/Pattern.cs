namespace ReferralHub.Triage.Language.Concepts;

/// <summary>One word that is looked for: a word, the beginning of one, or a number as it stands.</summary>
/// <param name="Word">Small letters; empty for a number.</param>
sealed record PatternWord(string Word, bool IsStem, double Number);

/// <summary>One way of saying a part: words next to each other, or a number with what is asked of it.</summary>
sealed record PatternChoice(IReadOnlyList<PatternWord> Words, bool IsQuery, NumberTest? Number)
{
    /// <summary>Whether it can be looked up: it has a word, and not only numbers.</summary>
    public bool HasWord => Words.Any(w => w.Word.Length > 0);

    /// <summary>Whether it contains a denial itself, as "no appetite" and "cannot bear weight" do.</summary>
    public bool Denies => Words.Any(w => w.Word is "no" or "not" or "non" or "never" or "without" or "nil");
}

/// <summary>How a number in a text stands to a test.</summary>
enum NumberFit
{
    No,

    /// <summary>It may, as "more than four" may be seven.</summary>
    Maybe,
    Yes,
}

/// <summary>A number from a least to a most, with its unit.</summary>
/// <param name="Days">How many days the unit has when a duration is asked for; 0 for any other number.</param>
/// <param name="IsRatio">Whether the part after the stroke is meant, as in 6/18; then <paramref name="Before"/> stands before it.</param>
/// <param name="Units">One of these follows within two words; empty for none.</param>
sealed record NumberTest(double Least, double Most, double Days, bool IsRatio, double Before, IReadOnlyList<PatternChoice> Units)
{
    public NumberFit Fits(in Scanning.Quantity quantity)
    {
        if (quantity.IsDate || (Days > 0 && quantity.Days == 0))
            return NumberFit.No;
        if (IsRatio)
            return quantity.Low == Before && quantity.Over >= Least && quantity.Over <= Most ? NumberFit.Yes : NumberFit.No;
        var (low, high, least, most) =
            Days > 0 ? (quantity.LowDays, quantity.HighDays, Least * Days, Most * Days) : (quantity.Low, quantity.High, Least, Most);
        // Months and weeks do not divide: a day's difference in a month makes none.
        var slack = Days > 0 && double.IsFinite(least) ? least * DurationSlack : 0;
        return high < least - slack || low > most ? NumberFit.No
            : low >= least - slack && high <= most ? NumberFit.Yes
            : NumberFit.Maybe;
    }

    const double DurationSlack = 0.03;
}

/// <summary>Parts that all stand in one sentence, close together, in any order unless it says otherwise.</summary>
/// <param name="Parts">Each in one of several ways.</param>
/// <param name="Window">How many words the parts are apart at most.</param>
/// <param name="Text">As it was written in the pack.</param>
sealed record Pattern(IReadOnlyList<IReadOnlyList<PatternChoice>> Parts, int Window, string Text)
{
    /// <summary>Whether the parts stand in the order in which they are written.</summary>
    public bool IsOrdered { get; init; }

    public bool Denies => Parts.Any(p => p.Any(c => c.Denies));

    public IEnumerable<PatternWord> Words =>
        Parts
            .SelectMany(p => p)
            .SelectMany(c => c.Words.Concat(c.Number?.Units.SelectMany(u => u.Words) ?? []))
            .Where(w => w.Word.Length > 0);
}

/// <summary>A value by its name: FIT 250, Hb 82, PSA of 38.</summary>
/// <param name="Names">Ways of naming it.</param>
sealed record ValuePattern(IReadOnlyList<PatternChoice> Names, NumberTest Number)
{
    public IEnumerable<PatternWord> Words => Names.SelectMany(n => n.Words).Where(w => w.Word.Length > 0);
}
