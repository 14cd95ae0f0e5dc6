using ReferralHub.Fhir.FhirPath;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Whether a reference to a contained resource leads to one (ref-1). The expression of the definitions makes a list of all
/// contained resources for each reference; the document has an index of them.
/// </summary>
static class LocalReference
{
    public const string Key = "ref-1";

    /// <summary>What the expression of ref-1 says; null for what has no reference or points to what contains it.</summary>
    /// <param name="resource">The resource that the reference stands in.</param>
    public static bool? LeadsSomewhere(PathNode reference, PathNode resource)
    {
        var text = reference.Node["reference"].Text;
        if (text is null or "#")
            return null;
        return text[0] != '#' || reference.Document.HasContained(Constants.Outermost(resource)!.Node, text[1..]);
    }
}
