using System.Collections.Frozen;

namespace ReferralHub.Fhir.Terminology;

/// <summary>Whether a value set holds a code.</summary>
public enum Membership
{
    In,
    NotIn,

    /// <summary>The part of the value set that could hold it cannot be listed here.</summary>
    NotKnown,
}

/// <summary>
/// What a value set holds, as far as it can be listed from the definitions at hand. A part that cannot (a code system that is
/// not here, a filter that only a terminology server answers) is named, so that nothing passes unseen.
/// </summary>
public sealed class ValueSetExpansion
{
    readonly FrozenSet<(string System, string Code)> codes;
    readonly FrozenDictionary<string, string> unlisted;
    readonly FrozenSet<string> withoutCase;

    internal ValueSetExpansion(
        string url,
        IEnumerable<(string System, string Code)> codes,
        IReadOnlyDictionary<string, string> unlisted,
        IEnumerable<string> withoutCase
    )
    {
        Url = url;
        this.withoutCase = withoutCase.ToFrozenSet(StringComparer.Ordinal);
        this.codes = codes.Select(c => this.withoutCase.Contains(c.System) ? (c.System, Folded(c.Code)) : c).ToFrozenSet();
        this.unlisted = unlisted.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Canonical URL of the value set.</summary>
    public string Url { get; }

    /// <summary>All it holds that could be listed.</summary>
    public IReadOnlyCollection<(string System, string Code)> Codes => codes;

    /// <summary>
    /// Code systems of which a part that could not be listed belongs to it, each with the reason; <c>*</c> for any system.
    /// </summary>
    public IReadOnlyDictionary<string, string> Unlisted => unlisted;

    public bool IsComplete => unlisted.Count == 0;

    /// <summary>Whether it holds this code.</summary>
    /// <param name="system">Null for a bare code, whose system the element implies.</param>
    public Membership Holds(string? system, string code)
    {
        if (system is null)
            return codes.Any(c => c.Code == (withoutCase.Contains(c.System) ? Folded(code) : code)) ? Membership.In
                : IsComplete ? Membership.NotIn
                : Membership.NotKnown;
        if (codes.Contains((system, withoutCase.Contains(system) ? Folded(code) : code)))
            return Membership.In;
        return unlisted.ContainsKey(system) || unlisted.ContainsKey("*") ? Membership.NotKnown : Membership.NotIn;
    }

    /// <summary>Why it cannot be said whether a code of this system belongs to it.</summary>
    public string? WhyNotKnown(string? system) =>
        system is not null && unlisted.TryGetValue(system, out var why) ? why : unlisted.Values.FirstOrDefault();

    static string Folded(string code) => code.ToUpperInvariant();
}
