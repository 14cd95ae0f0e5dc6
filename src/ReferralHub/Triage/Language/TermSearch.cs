using ReferralHub.Triage.Language.Concepts;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language;

/// <summary>What a referral says of some terms.</summary>
/// <param name="IsSaid">One of them is said (true), or else one is denied (false), or there is nothing of them (null).</param>
/// <param name="IsCertain">Whether what is said is so, and not only may be.</param>
/// <param name="Shown">The words that were found, for the trace.</param>
readonly record struct SaidTerm(bool? IsSaid, bool IsCertain, string? Shown);

/// <summary>
/// Finds terms in what a referral says, by code and by words. One mention that is not denied is enough; what is denied everywhere is
/// false; what is said of relatives, or of what might come, is neither.
/// </summary>
static class TermSearch
{
    const int ShownWordsMax = 12;

    public static SaidTerm Find(IReadOnlyList<Term> terms, TriageInput input, ReadNotes? notes)
    {
        SaidTerm denied = default;
        for (var i = 0; i < terms.Count; i++)
        {
            var term = terms[i];
            if (term.Codes.Count > 0 && FindCode(term, input.Facts) is { } code)
            {
                notes?.Found.Add(new(term.Title, $"{term.Title} (code {code})", 0, term.Title.Length));
                return new(true, true, $"{term.Title} (code {code})");
            }

            var (text, findable) = input.Prepare(term);
            var finding = ConceptSearch.Find(findable, text);
            if (finding.IsSaid is null)
                continue;
            var (sentence, start, length) = notes is null ? ("", 0, 0) : text.CutSentence(finding.First, finding.Last);
            if (finding.IsSaid is true)
            {
                notes?.Found.Add(new(term.Title, sentence, start, length, input.Facts.FindLabel(text.Tokens[finding.First].Start)));
                return new(
                    true,
                    finding.IsCertain,
                    notes is null ? null : $"\"{CutWords(sentence.Substring(start, length))}\" ({term.Title})"
                );
            }

            denied = denied.IsSaid is false
                ? denied
                : new(false, true, notes is null ? null : $"not so, it says \"{sentence}\" ({term.Title})");
        }

        return denied.IsSaid is false ? denied : new(null, true, null);
    }

    /// <summary>Whether a text says a term, denies it, or neither; for the examples of the term itself.</summary>
    internal static Finding Find(Term term, string text, ConceptIndex? index = null)
    {
        var known = index ?? ConceptIndex.GetOrCreate(term);
        return ConceptSearch.Find(known.Find(term)!, TextScanner.Scan(text, known.Vocabulary));
    }

    static string? FindCode(Term term, TriageFacts facts)
    {
        foreach (var code in facts.Codes)
            if (term.Codes.Contains(code))
                return code.Code;
        return null;
    }

    static string CutWords(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length <= ShownWordsMax ? words : $"{string.Join(' ', parts[..ShownWordsMax])} …";
    }
}
