namespace ReferralHub.Triage.Language;

/// <summary>
/// Finds terms in what a referral says. A phrase counts where it stands as whole words; a word of denial before it in the same
/// clause ("no", "denies", "without", "nil", "ruled out") makes it denied. One mention that is not denied is enough. Denial reaches
/// over commas and "or" but not over "but", a full stop, a semicolon or a new line; in doubt a phrase counts as said, because a
/// red flag must not be missed.
/// </summary>
static class TermSearch
{
    const int ReachCharacters = 120;
    const int ShownCharacters = 60;

    static readonly string[] Denials =
    [
        "no",
        "not",
        "nil",
        "denies",
        "denied",
        "denying",
        "without",
        "never",
        "negative for",
        "no evidence of",
        "no history of",
        "ruled out",
        "absence of",
        "free of",
        "non",
    ];
    static readonly string[] ClauseEnds =
    [
        ".",
        ";",
        "\n",
        "?",
        "!",
        " but ",
        " however ",
        " although ",
        " though ",
        " except ",
        " because ",
        " apart from ",
        " now ",
        " then ",
    ];

    /// <summary>Words that take a denial back: "not only", "no improvement in", "not settled".</summary>
    static readonly string[] Apparent =
    [
        "not only",
        "no improvement",
        "not improv",
        "not settl",
        "not resolv",
        "no better",
        "not respond",
        "no relief",
        "not sure whether",
        "cannot exclude",
        "not excluded",
        "no change in",
    ];

    /// <summary>Whether any of the terms is said, denied (false) or neither (null), and the words it was found in.</summary>
    public static (bool? IsSaid, string? Shown) Find(IReadOnlyList<Term> terms, TriageInput input)
    {
        string? denied = null;
        for (var i = 0; i < terms.Count; i++)
        {
            var term = terms[i];
            if (term.Codes.Count > 0 && input.Facts.Codes.FirstOrDefault(term.Codes.Contains) is { Code: not null } code)
                return (true, $"{term.Title} (code {code.Code})");
            for (var p = 0; p < term.Phrases.Count; p++)
            {
                if (input.Phrases is { } there && !there.Contains(term.Phrases[p]))
                    continue;
                var (isSaid, shown) = Phrase(input.Text, term.Phrases[p]);
                if (isSaid is true)
                    return (true, shown);
                if (isSaid is false)
                    denied ??= shown;
            }
        }

        return denied is null ? (null, null) : (false, $"denied: {denied}");
    }

    /// <param name="phrase">As <see cref="SearchText.Phrase"/> makes it.</param>
    public static (bool? IsSaid, string? Shown) Phrase(SearchText text, string phrase)
    {
        string? denied = null;
        var words = text.Words;
        for (
            var at = words.IndexOf(phrase, StringComparison.Ordinal);
            at >= 0;
            at = words.IndexOf(phrase, at + 1, StringComparison.Ordinal)
        )
        {
            if (!IsWhole(words, at, phrase.Length))
                continue;
            if (!IsDenied(text.Clauses, at))
                return (true, CutAround(words, at, phrase.Length));
            denied ??= CutAround(words, at, phrase.Length);
        }

        return denied is null ? (null, null) : (false, denied);
    }

    static bool IsWhole(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]) || IsPlural(text, at + length));

    static bool IsPlural(string text, int end) => text[end] == 's' && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]));

    static bool IsDenied(string text, int at)
    {
        var from = Math.Max(0, at - ReachCharacters);
        var clause = text.AsSpan(from, at - from);
        foreach (var end in ClauseEnds)
            if (clause.LastIndexOf(end, StringComparison.Ordinal) is >= 0 and var cut)
                clause = clause[(cut + end.Length)..];
        foreach (var apparent in Apparent)
            if (clause.Contains(apparent, StringComparison.Ordinal))
                return false;
        foreach (var denial in Denials)
        {
            for (var found = clause.IndexOf(denial, StringComparison.Ordinal); found >= 0; )
            {
                if (IsWholeWord(clause, found, denial.Length))
                    return true;
                var next = clause[(found + 1)..].IndexOf(denial, StringComparison.Ordinal);
                found = next < 0 ? -1 : found + 1 + next;
            }
        }

        return false;
    }

    static bool IsWholeWord(ReadOnlySpan<char> text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    static string CutAround(string text, int at, int length)
    {
        var from = Math.Max(0, at - ShownCharacters / 2);
        var to = Math.Min(text.Length, at + length + ShownCharacters / 2);
        return $"\"{(from > 0 ? "…" : "")}{text[from..to].Trim()}{(to < text.Length ? "…" : "")}\"";
    }
}
