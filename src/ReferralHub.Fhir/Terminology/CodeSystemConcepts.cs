namespace ReferralHub.Fhir.Terminology;

/// <summary>The concepts of one CodeSystem, with their parents and properties, for listing and filtering.</summary>
sealed class CodeSystemConcepts
{
    readonly Dictionary<string, Concept> concepts;

    public CodeSystemConcepts(FhirNode system)
    {
        IsCaseSensitive = !system["caseSensitive"].RawIs("false");
        IsComplete = system["content"].Is("complete");
        concepts = new(IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        AddAll(system, parent: null);
    }

    public bool IsCaseSensitive { get; }

    /// <summary>All its codes are here (<c>content</c> is complete). Otherwise a code that is missing may still be one.</summary>
    public bool IsComplete { get; }

    public IEnumerable<string> Codes => concepts.Keys;

    public bool Has(string code) => concepts.ContainsKey(code);

    /// <summary>The codes that pass a filter of ValueSet.compose; null when this filter cannot be answered here.</summary>
    public IEnumerable<string>? Filter(string property, string op, string value)
    {
        switch (op)
        {
            case "is-a":
                return Where(c => c.Code == value || IsBelow(c, value));
            case "descendent-of":
                return Where(c => IsBelow(c, value));
            case "is-not-a":
                return Where(c => c.Code != value && !IsBelow(c, value));
            case "generalizes":
                return concepts.TryGetValue(value, out var from) ? Where(c => c.Code == value || IsBelow(from, c.Code)) : [];
            case "=":
                return Where(c => Values(c, property).Contains(value, StringComparer.Ordinal));
            case "in" or "not-in":
                var wanted = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return Where(c => Values(c, property).Any(wanted.Contains) == (op == "in"));
            case "exists":
                return Where(c => Values(c, property).Any() == (value == "true"));
            case "regex":
                var pattern = new System.Text.RegularExpressions.Regex(
                    $"^(?:{value})$",
                    System.Text.RegularExpressions.RegexOptions.NonBacktracking
                );
                return Where(c => Values(c, property).Any(pattern.IsMatch));
            default:
                return null;
        }
    }

    IEnumerable<string> Where(Func<Concept, bool> test) => concepts.Values.Where(test).Select(c => c.Code);

    bool IsBelow(Concept concept, string ancestor)
    {
        // A set of those seen, because parents are data and may go in a circle.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(concept.Parents);
        while (next.TryPop(out var parent))
        {
            if (parent == ancestor)
                return true;
            if (seen.Add(parent) && concepts.TryGetValue(parent, out var up))
                foreach (var further in up.Parents)
                    next.Push(further);
        }

        return false;
    }

    static IEnumerable<string> Values(Concept concept, string property) =>
        property switch
        {
            "code" or "concept" => [concept.Code],
            "display" => concept.Display is null ? [] : [concept.Display],
            "parent" => concept.Parents,
            _ => concept.Properties.Where(p => p.Name == property).Select(p => p.Value),
        };

    void AddAll(FhirNode holder, string? parent)
    {
        foreach (var node in holder.Items("concept"))
        {
            if (node["code"].Text is not { } code)
                continue;
            var concept = new Concept(code, node["display"].Text);
            if (parent is not null)
                concept.Parents.Add(parent);
            foreach (var property in node.Items("property"))
            {
                if (property["code"].Text is not { } name)
                    continue;
                var value = property.Properties().FirstOrDefault(p => p.Name.StartsWith("value", StringComparison.Ordinal)).Value;
                var text = value.IsObject ? value["code"].Text : value.Text ?? (value.Exists ? value.Json.GetRawText() : null);
                if (text is null)
                    continue;
                if (name is "parent" or "subsumedBy")
                    concept.Parents.Add(text);
                else
                    concept.Properties.Add((name, text));
            }

            concepts[code] = concept;
            AddAll(node, code);
        }
    }

    sealed record Concept(string Code, string? Display)
    {
        public List<string> Parents { get; } = [];

        public List<(string Name, string Value)> Properties { get; } = [];
    }
}
