using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Platform;

/// <summary>
/// An expected failure, as every module's catalogue makes them: enough to answer an HTTP caller, a file import and a
/// person alike. Never holds patient data or exception text.
/// </summary>
/// <param name="Status">HTTP status that an answer made of this problem alone has.</param>
/// <param name="IssueType">Code of http://hl7.org/fhir/issue-type.</param>
/// <param name="BarsCode">Code of the BaRS http-error-codes list, e.g. REC_BAD_REQUEST.</param>
/// <param name="Code">The hub's own stable code, kebab-case.</param>
/// <param name="Text">A sentence that says what to do.</param>
/// <param name="Expression">FHIRPath of the element at fault.</param>
/// <param name="Severity">fatal, error, warning or information.</param>
public sealed record Problem(
    int Status,
    string IssueType,
    string BarsCode,
    string Code,
    string Text,
    string? Expression = null,
    string Severity = "error"
)
{
    public bool IsError => Severity is "error" or "fatal";

    public Problem At(FhirNode node) => this with { Expression = node.Expression ?? Expression };

    /// <summary>A fault in the structure of a resource in the catalogue's form.</summary>
    public static Problem From(FhirIssue issue) =>
        new(
            400,
            issue.Code,
            "REC_BAD_REQUEST",
            $"r4-{issue.Code}",
            $"{issue.Text} (line {issue.Line}, byte {issue.Column})",
            issue.Expression,
            issue.Severity.ToString().ToLowerInvariant()
        );

    /// <summary>A refusal of the reader in the catalogue's form.</summary>
    public static Problem From(ReadProblem problem) =>
        new(
            problem.Kind is ReadProblemKind.TooLarge or ReadProblemKind.TooManyEntries ? 413 : 400,
            problem.IssueType,
            "REC_BAD_REQUEST",
            $"json-{problem.Kind}".ToLowerInvariant(),
            problem.Text,
            problem.Expression
        );
}
