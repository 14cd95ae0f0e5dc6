using ReferralHub.Fhir.FhirPath.Syntax;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// What is known of a collection before there is one: the FHIR types its nodes may have, or the System type of its values.
/// This is how a misspelt element is found when an expression is compiled, rather than answering nothing for ever.
/// </summary>
sealed record StaticType
{
    /// <summary>Anything; nothing can be checked.</summary>
    public static StaticType Any { get; } = new();

    public static StaticType Boolean { get; } = OfSystem("Boolean");

    public static StaticType Text { get; } = OfSystem("String");

    public static StaticType Integer { get; } = OfSystem("Integer");

    /// <summary>FHIR types; null when they are not known.</summary>
    public IReadOnlyList<SchemaType>? Types { get; init; }

    /// <summary>Name of the System type; null for none.</summary>
    public string? System { get; init; }

    /// <summary>In no defined order (<c>children()</c>, <c>descendants()</c>).</summary>
    public bool IsUnordered { get; init; }

    public static StaticType OfSystem(string name) => new() { System = name };

    /// <summary>These types; anything when one of them is abstract and so may have elements that it does not name.</summary>
    public static StaticType Unite(IEnumerable<SchemaType> types)
    {
        var list = types.Distinct().ToList();
        return
            list.Count == 0 || list.Exists(t => t.IsAbstract || t.Kind == SchemaKind.Resource && t.Name is "Resource" or "DomainResource")
            ? Any
            : new() { Types = list };
    }

    public static StaticType Either(StaticType a, StaticType b) =>
        a.Types is { } x && b.Types is { } y ? Unite(x.Concat(y))
        : a.System is not null && a.System == b.System ? a
        : Any;

    /// <summary>What <c>ofType</c> leaves.</summary>
    public static StaticType OfName(TypeName name, R4Schema schema) =>
        name.Namespace != "System" && schema.Find(name.Name) is { } type ? Unite([type])
        : name.Namespace != "FHIR" ? OfSystem(name.Name)
        : Any;

    public override string ToString() => Types is null ? System ?? "anything" : string.Join(" or ", Types.Select(t => t.Name));
}

/// <summary>A compiled piece and what is known of its result.</summary>
readonly record struct Compiled(Operation Run, StaticType Type);
