using System.Text;

namespace ReferralHub.Fhir.Schema;

/// <summary>What a type is.</summary>
public enum SchemaKind
{
    Primitive,
    Complex,

    /// <summary>An element with children of its own inside a resource or data type; its name is its path.</summary>
    Backbone,
    Resource,
}

/// <summary>An invariant: a FHIRPath expression that must be true.</summary>
/// <param name="Key">E.g. <c>pat-1</c>.</param>
/// <param name="IsError">False for a warning.</param>
/// <param name="Human">The rule in words, from the definitions.</param>
/// <param name="Expression">FHIRPath.</param>
public sealed record SchemaConstraint(string Key, bool IsError, string Human, string Expression)
{
    FhirPath.PathExpression? compiled;

    /// <summary>The expression, compiled when it is first needed. Definitions are not held to strict names.</summary>
    internal FhirPath.PathExpression Compiled => compiled ??= FhirPath.PathExpression.Compile(Expression, null, isStrict: false);
}

/// <summary>One of the types an element may have.</summary>
/// <param name="Name">Name of the type.</param>
/// <param name="Targets">For Reference and canonical: the resource types it may point to; empty for any.</param>
public sealed record SchemaTypeUse(string Name, IReadOnlyList<string> Targets);

/// <summary>The codes of a required binding.</summary>
/// <param name="Url">Canonical URL of the value set.</param>
/// <param name="IsOpen">The codes cannot be listed (languages, currencies, media types, units), so nothing is checked against them.</param>
public sealed record SchemaValueSet(string Url, bool IsOpen, IReadOnlyList<(string System, string Code)> Codes)
{
    readonly HashSet<string> known = [.. Codes.Select(c => c.Code)];

    public bool Holds(string code) => known.Contains(code);
}

/// <summary>One element of a type.</summary>
public sealed class SchemaElement
{
    /// <summary>Name without <c>[x]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its JSON name ends with the type, as in <c>valueString</c>.</summary>
    public required bool IsChoice { get; init; }

    public required int Min { get; init; }

    /// <summary><see cref="int.MaxValue"/> for any number.</summary>
    public required int Max { get; init; }

    public required IReadOnlyList<SchemaTypeUse> Types { get; init; }

    /// <summary>Name of the value set of a required binding; null for none.</summary>
    public string? Binding { get; init; }

    public bool IsSummary { get; init; }

    public List<SchemaConstraint> Constraints { get; } = [];

    /// <summary>Written as an array in JSON.</summary>
    public bool IsList => Max > 1;

    /// <summary>Place among the elements of its type.</summary>
    public int Index { get; internal set; }
}

/// <summary>One property that an object of a type may have in JSON.</summary>
/// <param name="IsShadow">The <c>_name</c> beside a primitive, for its id and extensions.</param>
public sealed record SchemaProperty(string JsonName, SchemaElement Element, SchemaTypeUse Use, bool IsShadow)
{
    internal byte[] Bytes { get; } = Encoding.UTF8.GetBytes(JsonName);

    /// <summary>Name of the partner with an underscore.</summary>
    internal byte[] ShadowBytes { get; } = Encoding.UTF8.GetBytes($"_{JsonName}");

    internal SchemaType Type { get; init; } = null!;

    internal SchemaValueSet? Codes { get; init; }
}

/// <summary>A type with all its elements, those of its base types first.</summary>
public sealed class SchemaType
{
    readonly Lazy<PropertyTable> properties;

    internal SchemaType(
        R4Schema schema,
        string name,
        SchemaKind kind,
        bool isAbstract,
        SchemaType? parent,
        string? regex,
        List<SchemaElement> own,
        List<SchemaConstraint> constraints
    )
    {
        (Name, Kind, IsAbstract, Base, Regex) = (name, kind, isAbstract, parent, regex);
        // Elements are shared with the base; their place is the same in every type that has them.
        var inherited = parent is { Kind: not SchemaKind.Primitive } && kind != SchemaKind.Primitive ? parent.Elements : [];
        for (var i = 0; i < own.Count; i++)
            own[i].Index = inherited.Count + i;
        Elements = [.. inherited, .. own];
        Constraints = [.. parent?.Constraints ?? [], .. constraints];
        properties = new(() => new(schema, Elements));
    }

    public string Name { get; }

    public SchemaKind Kind { get; }

    public bool IsAbstract { get; }

    public SchemaType? Base { get; }

    /// <summary>Format of a primitive, from the definitions; null when any text will do.</summary>
    public string? Regex { get; }

    public IReadOnlyList<SchemaElement> Elements { get; }

    public IReadOnlyList<SchemaConstraint> Constraints { get; }

    /// <summary>Whether this is the type of that name or is derived from it.</summary>
    public bool IsA(string name)
    {
        for (var type = this; type is not null; type = type.Base)
            if (type.Name == name)
                return true;
        return false;
    }

    /// <summary>The property with this JSON name; null when the type has none.</summary>
    public SchemaProperty? Property(ReadOnlySpan<byte> jsonName) => properties.Value.Find(jsonName);

    /// <summary>JSON names of all properties, shadows left out.</summary>
    public IEnumerable<string> PropertyNames => properties.Value.All.Where(p => !p.IsShadow).Select(p => p.JsonName);

    /// <summary>The properties of the element with this name, one for each type of a choice; none when there is no such element.</summary>
    internal IReadOnlyList<SchemaProperty> Named(string name) => properties.Value.ByElement.GetValueOrDefault(name) ?? [];

    public override string ToString() => Name;

    /// <summary>Open addressing over UTF-8 names: finding one makes no string.</summary>
    sealed class PropertyTable
    {
        readonly SchemaProperty?[] slots;

        public PropertyTable(R4Schema schema, IReadOnlyList<SchemaElement> elements)
        {
            foreach (var element in elements)
            {
                var codes = element.Binding is null ? null : schema.GetSet(element.Binding);
                foreach (var use in element.Types)
                {
                    var type = schema.Get(use.Name);
                    var name = element.IsChoice ? $"{element.Name}{char.ToUpperInvariant(use.Name[0])}{use.Name[1..]}" : element.Name;
                    All.Add(new(name, element, use, IsShadow: false) { Type = type, Codes = codes });
                    if (type.Kind == SchemaKind.Primitive)
                        All.Add(new($"_{name}", element, use, IsShadow: true) { Type = schema.Get("Element"), Codes = codes });
                }
            }

            ByElement = All.Where(p => !p.IsShadow)
                .GroupBy(p => p.Element.Name)
                .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
            slots = new SchemaProperty?[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, All.Count * 2))];
            foreach (var property in All)
            {
                var at = Hash(property.Bytes);
                while (slots[at & (slots.Length - 1)] is not null)
                    at++;
                slots[at & (slots.Length - 1)] = property;
            }
        }

        public List<SchemaProperty> All { get; } = [];

        public Dictionary<string, SchemaProperty[]> ByElement { get; }

        public SchemaProperty? Find(ReadOnlySpan<byte> name)
        {
            for (var at = Hash(name); slots[at & (slots.Length - 1)] is { } property; at++)
                if (name.SequenceEqual(property.Bytes))
                    return property;
            return null;
        }

        static int Hash(ReadOnlySpan<byte> name)
        {
            var hash = 2166136261;
            foreach (var b in name)
                hash = (hash ^ b) * 16777619;
            return (int)(hash & 0x7fffffff);
        }
    }
}
