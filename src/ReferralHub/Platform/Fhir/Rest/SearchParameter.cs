namespace ReferralHub.Platform.Fhir.Rest;

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
/// <param name="Chains">Of references: parameters of the target that may be asked for as <c>name.chain</c>; <c>name:identifier</c> is always possible when identifier is among them.</param>
public sealed record SearchParameter(string Name, SearchParameterType Type, string Documentation, string? Element = null, string? Target = null, IReadOnlyList<string>? Chains = null)
{
    public static SearchParameter Id { get; } = new("_id", SearchParameterType.Token, "Logical id; several with commas.");

    public static SearchParameter LastUpdated { get; } = new("_lastUpdated", SearchParameterType.Date, "When the resource last changed.");
}

/// <summary>One parameter of a search as it was given. Repeated parameters all apply; of values with commas one is enough.</summary>
/// <param name="Modifier">What stood behind the colon, such as <c>exact</c>; null for none.</param>
/// <param name="Chain">What stood behind the point; <c>patient:identifier</c> is the chain identifier too, because both ask for the patient's identifier.</param>
public sealed record SearchTerm(SearchParameter Parameter, string? Modifier, string? Chain, IReadOnlyList<string> Values)
{
    public string Name => Parameter.Name;

    /// <summary>As it was written, for messages and links.</summary>
    public string Written => Name + (Modifier is null ? "" : $":{Modifier}") + (Chain is null ? "" : $".{Chain}");

    /// <summary>Values of a token, system and code apart; the system is null when none was said.</summary>
    public IEnumerable<(string? System, string Code)> Tokens => Values.Select(v => v.IndexOf('|', StringComparison.Ordinal) is var bar and >= 0 ? (v[..bar], v[(bar + 1)..]) : ((string?)null, v));

    /// <summary>Ids of references: of <c>Type/id</c>, of a whole URL, or the id alone.</summary>
    public IEnumerable<string> Ids => Values.Select(v => v[(v.LastIndexOf('/') + 1)..]);
}
