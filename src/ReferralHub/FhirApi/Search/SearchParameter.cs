using ReferralHub.Platform;

namespace ReferralHub.FhirApi.Search;

/// <summary>Kinds of search parameters (R4 §3.1.1.4.4) that this server has.</summary>
public enum SearchParameterType
{
    Token,
    String,
    Date,
    Reference,
}

/// <summary>A search parameter of one resource type.</summary>
/// <param name="Documentation">What a caller gives it, in a sentence, for the CapabilityStatement.</param>
/// <param name="Element">Of references: name of the element that holds them, by which <c>_include</c> follows them.</param>
/// <param name="Target">Of references: the resource type they point to here.</param>
/// <param name="Chains">Of references: parameters of the target that may be asked for as <c>name.chain</c>; <c>name:identifier</c>
/// is always possible when identifier is among them.</param>
public sealed record SearchParameter(
    string Name,
    SearchParameterType Type,
    string Documentation,
    string? Element = null,
    string? Target = null,
    IReadOnlyList<string>? Chains = null
)
{
    public static SearchParameter Id { get; } = new("_id", SearchParameterType.Token, "Logical id; several with commas.");

    public static SearchParameter LastUpdated { get; } = new("_lastUpdated", SearchParameterType.Date, "When the resource last changed.");
}

/// <summary>One parameter of a search as it was given. Repeated parameters all apply; of values with commas one is enough.</summary>
/// <param name="Modifier">What stood behind the colon, such as <c>exact</c>; null for none.</param>
/// <param name="Chain">What stood behind the point; <c>patient:identifier</c> is the chain identifier too, because both ask for the
/// patient's identifier.</param>
public sealed record SearchTerm(SearchParameter Parameter, string? Modifier, string? Chain, IReadOnlyList<string> Values)
{
    public string Name => Parameter.Name;

    /// <summary>As it was written, for messages and links.</summary>
    public string Written => Name + (Modifier is null ? "" : $":{Modifier}") + (Chain is null ? "" : $".{Chain}");

    /// <summary>Values of a token.</summary>
    public IEnumerable<SearchToken> Tokens => Values.Select(SearchToken.Parse);

    /// <summary>Whether a code of a system is asked for, in any of the forms that a token has.</summary>
    public bool FitsToken(string system, string code, bool ignoreCase = false) => Tokens.Any(t => t.Fits(system, code, ignoreCase));

    /// <summary>Codes of these systems that are asked for, and whether every one of them is.</summary>
    public (bool IsAny, List<string> Codes) FindCodes(params ReadOnlySpan<string> systems)
    {
        var (isAny, codes) = (false, new List<string>());
        foreach (var token in Tokens)
        foreach (var system in systems)
        {
            if (!token.IsOf(system))
                continue;
            if (token.IsAnyCode)
                isAny |= token.System is not null;
            else
                codes.Add(token.Code);
        }

        return (isAny, codes);
    }

    /// <summary>
    /// ODS codes of the organisations that a reference is asked for by, in capitals: by their identifier when it is chained to it,
    /// else by their ids; and whether every organisation that has one is.
    /// </summary>
    public (bool IsAny, List<string> Codes) FindOds()
    {
        var (isAny, codes) = Chain == "identifier" ? FindCodes(FhirSystems.OdsOrganisation, FhirSystems.OdsSite) : (false, [.. Ids]);
        return (isAny, codes.ConvertAll(c => c.ToUpperInvariant()));
    }

    /// <summary>Whether an organisation is asked for.</summary>
    public bool FitsOds(string ods) => FindOds() is var (isAny, codes) && (isAny || codes.Contains(ods.ToUpperInvariant()));

    /// <summary>Whether a text is one of the values (<c>:exact</c>), or begins with one in either case.</summary>
    public bool FitsText(string text) =>
        Modifier == "exact" ? Values.Contains(text) : Values.Any(v => text.StartsWith(v, StringComparison.OrdinalIgnoreCase));

    /// <summary>A date among the values.</summary>
    /// <exception cref="SearchRefusedException">It is none.</exception>
    public DateRange Date(string value, DateTime now) =>
        DateRange.TryParse(value, now, out var range)
            ? range
            : throw SearchRefusedException.Value(
                this,
                "the date must be like 2026, 2026-11, 2026-11-25 or 2026-11-25T09:30:00Z, with a prefix such as ge or lt before it or none."
            );

    /// <summary>Ids of references: of <c>Type/id</c>, of a whole URL, or the id alone.</summary>
    public IEnumerable<string> Ids => Values.Select(v => v[(v.LastIndexOf('/') + 1)..]);
}
