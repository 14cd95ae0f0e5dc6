using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>
/// Visits every element, and checks each resource against the profiles it claims and each extension against its definition.
/// </summary>
/// <param name="refusesUnknown">Whether an extension that is not at hand is an error and not only told.</param>
sealed class ClaimWalk(ProfileWalk walk, bool refusesUnknown)
{
    /// <summary>The resource, and all that stands in it.</summary>
    public void Visit(PathNode resource)
    {
        foreach (var claimed in resource.Node["meta"].Items("profile"))
            if (claimed.Text is { } url)
                walk.Check(resource, url);
        if (resource.Type is { } type)
            foreach (var url in walk.Definitions.GlobalProfiles(type.Name))
                walk.Check(resource, url);
        VisitElements(resource);
    }

    void VisitElements(PathNode node)
    {
        // Looking for extensions through all elements; most have none, and the bytes say so faster than nodes do.
        if (!MayHoldSomething(node))
            return;
        var children = new ItemList();
        node.AddAllChildren(children, R4Schema.R4);
        var modifiers = new HashSet<int>();
        foreach (PathNode modifier in ProfileWalk.Children(node, "modifierExtension"))
            modifiers.Add(walk.OffsetOf(modifier));
        foreach (PathNode child in children)
        {
            if (child.IsResource)
                Visit(child);
            else if (child.Type?.Name == "Extension")
                VisitExtension(child, node, modifiers.Contains(walk.OffsetOf(child)));
            else
                VisitElements(child);
        }
    }

    static bool MayHoldSomething(PathNode node)
    {
        if (node.Inner.ValueKind != JsonValueKind.Object)
            return false;
        var raw = JsonMarshal.GetRawUtf8Value(node.Inner);
        return raw.IndexOf("xtension\""u8) >= 0 || raw.IndexOf("\"resourceType\""u8) >= 0;
    }

    void VisitExtension(PathNode extension, PathNode holder, bool isModifier)
    {
        // Within an extension, urls without a scheme are parts of it, which its definition checks.
        if (extension.Node["url"].Text is { } url && url.Contains(':', StringComparison.Ordinal))
            CheckExtension(extension, holder, url, isModifier);
        VisitElements(extension);
    }

    void CheckExtension(PathNode extension, PathNode holder, string url, bool isModifier)
    {
        Profile? profile = null;
        try
        {
            profile = walk.Definitions.FindProfile(url);
        }
        catch (DefinitionException e)
        {
            walk.NotChecked(extension, $"Not checked: {e.Message}");
            return;
        }

        if (profile is null)
        {
            TellUnknown(extension, url);
            return;
        }

        if (profile.IsModifier != isModifier && profile.MissingBase is null)
            walk.Add(
                extension,
                FhirSeverity.Error,
                "structure",
                isModifier
                    ? $"The extension {profile.Name} does not change the meaning of what it stands in, and so must stand in extension."
                    : $"The extension {profile.Name} changes the meaning of what it stands in, and so must stand in modifierExtension."
            );
        if (!ExtensionPlace.IsAllowed(profile, extension, holder))
            walk.Add(
                extension,
                FhirSeverity.Error,
                "structure",
                $"The extension {profile.Name} may stand only in {string.Join(", ", profile.Contexts.Select(c => c.Expression))}."
            );
        walk.Check(extension, profile);
    }

    void TellUnknown(PathNode extension, string url)
    {
        // HL7 publishes more than R4: extensions that came later, and those that stand for elements of other releases.
        if (refusesUnknown && !url.StartsWith("http://hl7.org/fhir/", StringComparison.Ordinal))
            walk.Add(
                extension,
                FhirSeverity.Error,
                "extension",
                $"The extension {url} is defined nowhere here; give the package that defines it."
            );
        else
            walk.NotChecked(extension, $"Not checked: the extension {url} is not at hand.");
    }
}
