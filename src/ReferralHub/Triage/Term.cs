using ReferralHub.Triage.Language.Concepts;

namespace ReferralHub.Triage;

/// <summary>A concept: codes, phrases, words in any order, and values, that all mean one thing.</summary>
/// <param name="Phrases">Words as they stand next to each other; case and spelling variants do not matter.</param>
/// <param name="Codes">System and code.</param>
public sealed record Term(
    string Id,
    string Title,
    string? Source,
    IReadOnlyList<string> Phrases,
    IReadOnlySet<(string System, string Code)> Codes
)
{
    /// <summary>Lines of words in any order, as the pack has them.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Values by name, in words for a reader.</summary>
    public IReadOnlyList<string> ValueWords { get; init; } = [];

    /// <summary>Whether it also counts when it is said of a relative.</summary>
    public bool CountsOfFamily { get; init; }

    /// <summary>Whether an earlier illness is not this one.</summary>
    public bool IgnoresPast { get; init; }

    /// <summary>Texts that say it; each was tried when the pack was read.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>Texts that do not.</summary>
    public IReadOnlyList<string> NotSaid { get; init; } = [];

    internal IReadOnlyList<Pattern> Patterns
    {
        get => field ??= [.. Phrases.Select(PatternReader.ReadPhrase)];
        init;
    }

    /// <summary>Where the same words mean something else.</summary>
    internal IReadOnlyList<Pattern> NotIn { get; init; } = [];

    internal IReadOnlyList<ValuePattern> Values { get; init; } = [];

    /// <summary>Every word that must be known to find it.</summary>
    internal IEnumerable<PatternWord> Words => Patterns.Concat(NotIn).SelectMany(p => p.Words).Concat(Values.SelectMany(v => v.Words));
}
