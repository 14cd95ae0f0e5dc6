using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Profiles;

/// <summary>
/// Makes a profile from a StructureDefinition: from its snapshot when it has one, else from its base and its differential.
/// </summary>
static class ProfileReader
{
    const int BasesMax = 20;

    public static Profile Read(Definition definition, DefinitionSet set) => Read(definition, set, 0);

    static Profile Read(Definition definition, DefinitionSet set, int depth)
    {
        var resource = definition.Resource;
        var typeName = resource["type"].Text ?? "";
        if (depth > BasesMax)
            throw new DefinitionException(
                $"{definition.Url} is derived from more than {BasesMax} profiles; does one of them stand on itself?"
            );
        if (R4Schema.R4.Find(typeName) is not { } type)
            throw new DefinitionException($"{definition.Url} is about a type {typeName}, which R4 does not have.");

        var hasSnapshot = resource["snapshot"]["element"].Exists;
        var start = hasSnapshot ? new BaseProfile(new(typeName, typeName, null), false, null) : Base(resource, typeName, set, depth);
        var (root, isModifier) = (start.Root, start.IsModifier);
        if (!resource["derivation"].Is("specialization"))
        {
            var builder = new ProfileBuilder(definition.Url, type, root);
            foreach (var element in resource[hasSnapshot ? "snapshot" : "differential"].Items("element"))
            {
                builder.Add(element);
                if (element["path"].Is(typeName) && element["isModifier"].Exists)
                    isModifier = element["isModifier"].RawIs("true");
            }

            root.Prune();
        }

        var allowed = new List<ExtensionContext>();
        foreach (var context in resource.Items("context"))
            if (context["type"].Text is { } kind && context["expression"].Text is { } expression)
                allowed.Add(new(kind, expression));
        return new(definition.Url, resource["name"].Text ?? definition.Url, type, root, allowed, isModifier, start.Missing);
    }

    /// <summary>What a differential is laid over.</summary>
    readonly record struct BaseProfile(ProfileElement Root, bool IsModifier, string? Missing);

    static BaseProfile Base(FhirNode resource, string typeName, DefinitionSet set, int depth)
    {
        var none = new ProfileElement(typeName, typeName, null);
        if (resource["baseDefinition"].Text is not { } url || CanonicalUrl.TypeOfR4(url) is not null)
            return new(none, false, null);
        if (set.Find("StructureDefinition", url) is not { } definition)
            return new(none, false, url);
        var profile = Read(definition, set, depth + 1);
        return new(profile.Root.Copy(), profile.IsModifier, profile.MissingBase);
    }
}

/// <summary>Canonical URLs of R4's own definitions.</summary>
static class CanonicalUrl
{
    const string OfR4 = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>The type of R4 that a URL stands for; null for profiles, extensions and what is not R4's.</summary>
    public static SchemaType? TypeOfR4(string url) =>
        url.StartsWith(OfR4, StringComparison.Ordinal) ? R4Schema.R4.Find(url[OfR4.Length..].Split('|')[0]) : null;
}
