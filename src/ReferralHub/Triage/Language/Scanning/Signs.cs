namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Signs that are read as words: arrows, plus signs, "+ve" and "-ve".</summary>
enum Sign
{
    Down,
    Up,
    Positive,
    Negative,
}

static class Signs
{
    /// <summary>Words that a short form stands for.</summary>
    public static readonly (string Short, string Word)[] ShortForms = [("pos", "positive"), ("neg", "negative")];

    /// <summary>Words that a sign stands for, whichever of them is looked for.</summary>
    public static string[] FindWords(Sign sign) =>
        sign switch
        {
            Sign.Down => ["decreased", "reduced", "low", "lower", "loss", "lost", "losing", "falling", "dropped", "down", "reduction"],
            Sign.Up => ["raised", "high", "increased", "increasing", "elevated", "rising", "up"],
            Sign.Positive => ["positive", "present"],
            _ => ["negative", "absent"],
        };

    /// <summary>What a sign does to the words around it: it stands between a value and its number, and "-ve" denies.</summary>
    public static WordClass FindClass(Sign sign) => sign == Sign.Negative ? WordClass.Filler | WordClass.DenyBack : WordClass.Filler;
}
