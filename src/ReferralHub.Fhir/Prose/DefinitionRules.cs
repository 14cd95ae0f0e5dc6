using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>
/// What a StructureDefinition must be so that somebody can check against it (R4 §5.1): a base that leads to R4, slices that
/// can be told apart.
/// </summary>
sealed class DefinitionRules(PathNode definition, DefinitionSet definitions, ProseFinding add)
{
    const int BasesMax = 20;

    public void Check()
    {
        if (StandsOnItself())
            add(definition, FhirSeverity.Error, "invalid", "The definition is derived from itself.");
        if (definition.Node["derivation"].Is("specialization") || definition.Node["type"].Text is not { } type)
            return;
        foreach (var view in (string[])["differential", "snapshot"])
        foreach (PathNode part in ProfileWalk.Children(definition, view))
        foreach (PathNode element in ProfileWalk.Children(part, "element"))
            CheckSlicing(element, type);
    }

    bool StandsOnItself()
    {
        var url = definition.Node["url"].Text;
        var at = definition.Node["baseDefinition"].Text?.Split('|')[0];
        for (var i = 0; i < BasesMax && at is not null; i++)
        {
            if (at == url)
                return true;
            if (CanonicalUrl.TypeOfR4(at) is not null)
                return false;
            at = definitions.Find("StructureDefinition", at)?.Resource["baseDefinition"].Text?.Split('|')[0];
        }

        return at is not null;
    }

    /// <summary>What slices are told apart by must be an element that the items have.</summary>
    void CheckSlicing(PathNode element, string type)
    {
        var slicing = element.Node["slicing"];
        if (!slicing.Exists || element.Node["path"].Text is not { } path || !path.StartsWith(type, StringComparison.Ordinal))
            return;
        if (TypesAt(path) is not { Count: > 0 } owners)
            return;
        foreach (var discriminator in slicing.Items("discriminator"))
            if (discriminator["path"].Text is { } by && !Leads(owners, by))
                add(
                    element,
                    FhirSeverity.Error,
                    "invalid",
                    $"The slices of {path} are told apart by {by}, which no {string.Join(" or ", owners.Take(3).Select(o => o.Name))} has."
                );
    }

    /// <summary>The types that an element may have; empty when it cannot be found.</summary>
    static List<SchemaType> TypesAt(string path)
    {
        var steps = path.Split('.');
        List<SchemaType> at = R4Schema.R4.Find(steps[0]) is { } root ? [root] : [];
        foreach (var step in steps.Skip(1))
            at = Next(at, step.EndsWith("[x]", StringComparison.Ordinal) ? step[..^3] : step);
        return at;
    }

    static List<SchemaType> Next(List<SchemaType> owners, string name)
    {
        var found = new List<SchemaType>();
        foreach (var owner in owners)
        {
            if (owner.Named(name) is { Count: > 0 } properties)
                found.AddRange(properties.Select(p => p.Type));
            else if (owner.Property(System.Text.Encoding.UTF8.GetBytes(name)) is { IsShadow: false } property)
                found.Add(property.Type);
        }

        return found;
    }

    /// <summary>
    /// Whether a discriminator's path leads somewhere from these types. Behind resolve() and extension() anything may stand.
    /// </summary>
    static bool Leads(List<SchemaType> owners, string path)
    {
        if (path.Contains("resolve()", StringComparison.Ordinal) || path.Contains("extension(", StringComparison.Ordinal))
            return true;
        foreach (var step in path.Split('.'))
        {
            if (step.Length == 0 || step == "$this" || owners.Exists(o => o.Kind == SchemaKind.Resource && o.IsAbstract))
                continue;
            owners =
                step.StartsWith("ofType(", StringComparison.Ordinal) && step.EndsWith(')') ? owners.FindAll(o => o.IsA(step[7..^1]))
                : owners.TrueForAll(o => o.Kind == SchemaKind.Primitive) && step is "value" ? owners
                : Next([.. owners.Select(o => o.Kind == SchemaKind.Primitive ? R4Schema.R4.Get("Element") : o)], step);
            if (owners.Count == 0)
                return false;
        }

        return true;
    }
}
