using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Checks a resource against the structure of R4: elements that exist, their JSON form, how often they stand, formats of
/// primitives, codes of required bindings, what references may point to, and the invariants that make an error. All faults in
/// one pass. Profiles and bindings that are not required are not checked here.
/// </summary>
public static class FhirStructure
{
    const string TooCostly = "too-costly";

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
    internal static IReadOnlyList<FhirIssue> Check(FhirDocument document, bool isStrict) =>
        Bound(
            document,
            () =>
            {
                var walk = new StructureWalk(document, R4Schema.R4, isStrict);
                walk.Resource(document.Root.Json);
                return walk.Issues;
            }
        );

    /// <summary>Runs a check within what a document of this size may cost; when it costs more, that is the only fault told.</summary>
    internal static IReadOnlyList<FhirIssue> Bound(FhirDocument document, Func<IReadOnlyList<FhirIssue>> check)
    {
        document.Work.Bind(document.Bytes.Length);
        try
        {
            return check();
        }
        catch (TooCostlyException)
        {
            return [new(FhirSeverity.Error, TooCostly, TooCostlyException.Text, document.Root.ResourceType ?? "", 1, 1)];
        }
        finally
        {
            document.Work.Unbind();
        }
    }

    /// <summary>Whether a check was given up because of what it costs.</summary>
    internal static bool IsTooCostly(IReadOnlyList<FhirIssue> issues) => issues is [{ Code: TooCostly }];
}
