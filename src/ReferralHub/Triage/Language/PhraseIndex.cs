using System.Buffers;
using System.Runtime.CompilerServices;

namespace ReferralHub.Triage.Language;

/// <summary>
/// All phrases of some packs, found in one walk over a text. Nearly every text has none or a few of them, and then nothing else
/// needs to look at it.
/// </summary>
sealed class PhraseIndex
{
    static readonly ConditionalWeakTable<IReadOnlyList<RulePack>, PhraseIndex> Made = [];
    readonly SearchValues<string> any;
    readonly string[] phrases;

    PhraseIndex(IEnumerable<string> phrases)
    {
        this.phrases = [.. phrases.Distinct()];
        any = SearchValues.Create(this.phrases, StringComparison.Ordinal);
    }

    /// <summary>The index of these packs; made once for each list of packs.</summary>
    public static PhraseIndex GetOrCreate(IReadOnlyList<RulePack> packs) =>
        Made.GetValue(packs, static list => new(list.SelectMany(p => p.Rules).SelectMany(ListPhrases)));

    /// <summary>The phrases that stand in the text, as words or within words.</summary>
    /// <param name="text">As <see cref="SearchText.Words"/> has it.</param>
    public IReadOnlySet<string> FindIn(string text)
    {
        HashSet<string>? found = null;
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(any); at >= 0; at = rest.IndexOfAny(any))
        {
            rest = rest[at..];
            foreach (var phrase in phrases)
                if (rest.StartsWith(phrase, StringComparison.Ordinal))
                    (found ??= []).Add(phrase);
            rest = rest[1..];
        }

        return found ?? (IReadOnlySet<string>)System.Collections.Immutable.ImmutableHashSet<string>.Empty;
    }

    static IEnumerable<string> ListPhrases(Rule rule) =>
        rule.Criteria.Concat(rule.Unless).Select(c => c.Is).Append(rule.When).SelectMany(c => c.Terms).SelectMany(t => t.Phrases);
}
