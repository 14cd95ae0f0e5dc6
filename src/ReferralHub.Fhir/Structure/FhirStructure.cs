using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Checks a resource against the structure of R4: elements that exist, their JSON form, how often they stand, formats of
/// primitives, codes of required bindings, what references may point to, and the invariants that make an error. All faults in
/// one pass. Profiles and bindings that are not required are not checked here.
/// </summary>
public static class FhirStructure
{
    /// <summary>More than this many faults tell nobody anything new.</summary>
    public const int IssuesMax = 100;

    /// <summary>
    /// All faults of a document in the order of the source, at most <see cref="IssuesMax"/>; empty when it is well formed.
    /// </summary>
    public static IReadOnlyList<FhirIssue> Check(FhirDocument document) => Check(document, isStrict: false);

    /// <param name="isStrict">
    /// Whether required bindings are held against concepts and codings too, and against codes that have no value. A sender is not
    /// turned away for these: the words of a concept and the reason why there is no code can be read.
    /// </param>
    internal static IReadOnlyList<FhirIssue> Check(FhirDocument document, bool isStrict)
    {
        var walk = new StructureWalk(document, R4Schema.R4, isStrict);
        walk.Resource(document.Root.Json);
        return walk.Issues;
    }
}
