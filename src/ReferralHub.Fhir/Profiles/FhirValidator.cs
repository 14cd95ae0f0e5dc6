using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>
/// Checks resources against R4 and against profiles: those that a resource claims in <c>meta.profile</c>, those asked for, and
/// the definitions of all extensions at hand. For use from any thread.
/// </summary>
public sealed class FhirValidator(DefinitionSet definitions)
{
    /// <summary>More than this many findings about profiles tell nobody anything new.</summary>
    public const int IssuesMax = 200;

    public DefinitionSet Definitions { get; } = definitions;

    /// <summary>Structure of R4 and profiles together, in the order of the source; empty when all is right and all was checked.</summary>
    /// <param name="profiles">Canonical URLs of profiles that the resource must conform to, whatever it claims.</param>
    public IReadOnlyList<FhirIssue> Check(FhirDocument document, IEnumerable<string>? profiles = null)
    {
        var structure = FhirStructure.Check(document);
        return [.. structure.Concat(CheckProfiles(document, profiles)).OrderBy(i => (i.Line, i.Column))];
    }

    /// <summary>
    /// Profiles alone. A rule that is broken is an error, a code outside an extensible binding a warning, and what could not be
    /// checked with the definitions at hand is information with code <c>incomplete</c>.
    /// </summary>
    /// <param name="tellGaps">Whether what could not be checked is told; without it, only what is wrong.</param>
    public IReadOnlyList<FhirIssue> CheckProfiles(FhirDocument document, IEnumerable<string>? profiles = null, bool tellGaps = true)
    {
        var walk = new ProfileWalk(document, Definitions, tellGaps);
        var root = PathNode.Root(document, R4Schema.R4);
        foreach (var profile in profiles ?? [])
            walk.Check(root, profile);
        new ClaimWalk(walk).Visit(root);
        return walk.Found.Count == 0 ? [] : Issues(document, walk.Found);
    }

    static List<FhirIssue> Issues(FhirDocument document, IReadOnlyList<Finding> found)
    {
        var issues = new List<FhirIssue>();
        // A rule that several profiles repeat is told once.
        foreach (
            var finding in found
                .OrderBy(f => f.Severity)
                .ThenBy(f => f.Offset)
                .DistinctBy(f => (f.Offset, f.Text))
                .Take(IssuesMax)
                .OrderBy(f => f.Offset)
        )
        {
            var (line, column) = SourcePosition.LineAndColumn(document.Bytes.Span, finding.Offset);
            var expression = SourcePosition.Expression(document.Bytes.Span, finding.Offset, document.Root.ResourceType) ?? "";
            issues.Add(new(finding.Severity, finding.Code, finding.Text, expression, line, column));
        }

        return issues;
    }
}

/// <summary>Visits every element, and checks each resource against the profiles it claims and each extension against its definition.</summary>
sealed class ClaimWalk(ProfileWalk walk)
{
    /// <summary>The resource, and all that stands in it.</summary>
    public void Visit(PathNode resource)
    {
        foreach (var claimed in resource.Node["meta"].Items("profile"))
            if (claimed.Text is { } url)
                walk.Check(resource, url);
        Elements(resource);
    }

    void Elements(PathNode node)
    {
        // Looking for extensions through all elements; most have none, and the bytes say so faster than nodes do.
        if (!MayHoldSomething(node))
            return;
        var children = new ItemList();
        node.AddAllChildren(children, R4Schema.R4);
        foreach (PathNode child in children)
        {
            if (child.IsResource)
                Visit(child);
            else if (child.Type?.Name == "Extension")
                Extension(child, node);
            else
                Elements(child);
        }
    }

    static bool MayHoldSomething(PathNode node)
    {
        if (node.Inner.ValueKind != JsonValueKind.Object)
            return false;
        var raw = JsonMarshal.GetRawUtf8Value(node.Inner);
        return raw.IndexOf("xtension\""u8) >= 0 || raw.IndexOf("\"resourceType\""u8) >= 0;
    }

    void Extension(PathNode extension, PathNode holder)
    {
        // Within an extension, urls without a scheme are parts of it, which its definition checks.
        if (extension.Node["url"].Text is { } url && url.Contains(':', StringComparison.Ordinal))
            Extension(extension, holder, url);
        Elements(extension);
    }

    void Extension(PathNode extension, PathNode holder, string url)
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
            walk.NotChecked(extension, $"Not checked: the extension {url} is not at hand.");
            return;
        }

        if (!ExtensionPlace.IsAllowed(profile, extension, holder))
            walk.Add(
                extension,
                FhirSeverity.Error,
                "structure",
                $"The extension {profile.Name} may stand only in {string.Join(", ", profile.Contexts.Select(c => c.Expression))}."
            );
        walk.Check(extension, profile);
    }
}
