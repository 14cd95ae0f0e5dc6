using System.Globalization;
using Microsoft.Extensions.Primitives;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi.Search;

/// <summary>How much of each resource is given (R4 §3.1.1.5.8).</summary>
public enum SummaryMode
{
    False,
    True,
    Text,
    Data,
    Count,
}

/// <summary>One sort key; only the first that a search has is applied.</summary>
public sealed record SearchSort(string Name, bool IsDescending);

/// <summary><c>_include=Type:parameter</c> and its like.</summary>
public sealed record SearchInclude(string Type, string Parameter, string? Target);

/// <summary>A search that was read and found good.</summary>
public sealed record SearchRequest
{
    public const int CountDefault = 50;
    public const int CountMax = 200;

    public required IReadOnlyList<SearchTerm> Terms { get; init; }

    /// <summary>Resources on a page, 0 for none.</summary>
    public int Count { get; init; } = CountDefault;

    public SearchSort Sort { get; init; } = new("_id", IsDescending: false);

    public Cursor? Cursor { get; init; }

    /// <summary>Whether the number of all matches was asked for.</summary>
    public bool WantsTotal { get; init; }

    public SummaryMode Summary { get; init; }

    /// <summary>Elements that are given; empty for all.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    public IReadOnlyList<SearchInclude> Includes { get; init; } = [];

    public IReadOnlyList<SearchInclude> RevIncludes { get; init; } = [];

    /// <summary>The parameters that were applied, in order, without the cursor: the link <c>self</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Applied { get; init; } = [];
}

/// <summary>Reads the parameters of a search.</summary>
sealed class SearchReader(IFhirResourceType type, IReadOnlyDictionary<string, IFhirResourceType> types)
{
    static readonly string[] Silent = ["_format", "_pretty"];

    readonly List<Problem> problems = [];
    readonly List<SearchTerm> terms = [];
    readonly List<(string, string)> applied = [];
    readonly List<SearchInclude> includes = [];
    readonly List<SearchInclude> revIncludes = [];
    SearchRequest request = new() { Terms = [] };

    /// <summary>
    /// The search, and what is to be said of it. Parameters that are not known are told as a warning; a known one that cannot be
    /// understood is an error.
    /// </summary>
    public (SearchRequest Request, IReadOnlyList<Problem> Problems) Read(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        foreach (var (name, values) in parameters)
        {
            foreach (var value in values)
            {
                if (value is null || Silent.Contains(name))
                    continue;
                if (value.Length == 0)
                    problems.Add(Bad(name, $"{Shown(name)} has no value."));
                else if (value.Contains('\0', StringComparison.Ordinal))
                    problems.Add(Bad(name, $"{Shown(name)} holds U+0000, a character that no text has."));
                else if (TryReadParameter(name, value) && name != "_cursor")
                    applied.Add((name, value));
            }
        }

        return (request with { Terms = terms, Includes = includes, RevIncludes = revIncludes, Applied = applied }, problems);
    }

    /// <summary>Whether the parameter is known here.</summary>
    bool TryReadParameter(string name, string value)
    {
        switch (name)
        {
            case "_count":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                    problems.Add(Bad("count", "_count must be a whole number from 0."));
                else
                    request = request with { Count = Math.Min(count, SearchRequest.CountMax) };
                return true;
            case "_cursor":
                if (Cursor.TryParse(value, out var cursor))
                    request = request with { Cursor = cursor };
                else
                    problems.Add(
                        Bad("cursor", "_cursor is not one that this server gave out; follow the links of a page instead of making them.")
                    );
                return true;
            case "_total":
                if (value is not ("none" or "estimate" or "accurate"))
                    problems.Add(Bad("total", "_total must be none, estimate or accurate."));
                request = request with { WantsTotal = value != "none" };
                return true;
            case "_summary":
                if (Enum.TryParse<SummaryMode>(value, ignoreCase: true, out var mode) && char.IsAsciiLetterLower(value[0]))
                    request = request with { Summary = mode };
                else
                    problems.Add(Bad("summary", "_summary must be true, false, text, data or count."));
                return true;
            case "_elements":
                request = request with
                {
                    Elements = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                };
                return true;
            case "_sort":
                Sort(value);
                return true;
            case "_include" or "_include:iterate":
                Include(value, includes, isReverse: false);
                return true;
            case "_revinclude":
                Include(value, revIncludes, isReverse: true);
                return true;
            default:
                return Term(name, value);
        }
    }

    void Sort(string value)
    {
        var keys = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (keys is not [var key])
        {
            problems.Add(Bad("sort", "_sort takes one key here."));
            return;
        }

        var name = key.TrimStart('-');
        if (!type.Sorts.Contains(name))
            problems.Add(Bad("sort", $"{type.Type} cannot be sorted by {Shown(name)}; it can be by {string.Join(", ", type.Sorts)}."));
        else
            request = request with { Sort = new(name, key.StartsWith('-')) };
    }

    void Include(string value, List<SearchInclude> into, bool isReverse)
    {
        var parts = value.Split(':');
        if (
            parts is not [var from, var name, ..]
            || !types.TryGetValue(from, out var source)
            || (!isReverse && from != type.Type)
            || source.SearchParameters.FirstOrDefault(p => p.Name == name && p.Element is not null) is not { } parameter
            || (isReverse && parameter.Target != type.Type)
        )
        {
            problems.Add(
                Bad(
                    "include",
                    $"{(isReverse ? "_revinclude" : "_include")}={Shown(value)} is none that {type.Type} has here; "
                        + "/fhir/metadata lists them."
                )
            );
            return;
        }

        into.Add(new(from, name, parts.Length > 2 ? parts[2] : null));
    }

    bool Term(string name, string value)
    {
        var (stem, chain) = name.Split('.', 2) is [var head, var tail] ? (head, tail) : (name, null);
        var (bare, modifier) = stem.Split(':', 2) is [var first, var second] ? (first, second) : (stem, null);
        if (type.SearchParameters.FirstOrDefault(p => p.Name == bare) is not { } parameter)
        {
            problems.Add(
                new(
                    200,
                    "not-supported",
                    "",
                    "parameter-not-supported",
                    $"The search parameter {Shown(name)} is not supported and was not applied.",
                    Severity: "warning"
                )
            );
            return false;
        }

        // patient:Patient.identifier names the type that the chain goes through.
        if (chain is not null && modifier == parameter.Target)
            modifier = null;
        if (chain is null && modifier == "identifier" && parameter.Type == SearchParameterType.Reference)
            (modifier, chain) = (null, "identifier");
        if (chain is not null && parameter.Chains?.Contains(chain) != true)
            problems.Add(
                Bad(
                    "chain",
                    $"{Shown(name)}: {bare} cannot be followed to "
                        + $"{Shown(chain)}"
                        + $"{(parameter.Chains is { Count: > 0 } chains ? $"; it can be to {string.Join(", ", chains)}" : "")}."
                )
            );
        else if (
            modifier is not null
            && !(modifier == "exact" && parameter.Type == SearchParameterType.String)
            && !(modifier == parameter.Target && chain is null)
        )
            problems.Add(
                Problem.Malformed("modifier-not-supported", $"The modifier of {Shown(name)} is not supported.", issueType: "not-supported")
            );
        else
            terms.Add(
                new(
                    parameter,
                    modifier == parameter.Target ? null : modifier,
                    chain,
                    value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                )
            );
        return true;
    }

    static Problem Bad(string code, string text) => Problem.Malformed(code.TrimStart('_'), text);

    /// <summary>A name from the caller, cut to what a name may be: never a value, which may be a patient's.</summary>
    static string Shown(string name) => new([.. name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':').Take(60)]);
}
