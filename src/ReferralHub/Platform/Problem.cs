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
    const string BadRequest = "REC_BAD_REQUEST";

    public bool IsError => Severity is "error" or "fatal";

    public Problem At(FhirNode node) => this with { Expression = node.Expression ?? Expression };

    /// <summary>400: what was sent cannot be read, or a parameter has a value that it cannot have.</summary>
    public static Problem Malformed(string code, string text, string? expression = null, string issueType = "value") =>
        new(400, issueType, BadRequest, code, text, expression);

    /// <summary>403: whoever asks may not do it.</summary>
    public static Problem Forbidden(string code, string text, string? expression = null) =>
        new(403, "forbidden", "REC_FORBIDDEN", code, text, expression);

    /// <summary>404: what is asked for is not here.</summary>
    public static Problem NotFound(string code, string text, string? expression = null, string issueType = "not-found") =>
        new(404, issueType, "REC_NOT_FOUND", code, text, expression);

    /// <summary>409: it cannot be done as things stand; the text says how they stand.</summary>
    public static Problem Conflict(string code, string text, string? expression = null, string issueType = "conflict") =>
        new(409, issueType, "REC_CONFLICT", code, text, expression);

    /// <summary>412: the condition that the caller set does not hold.</summary>
    public static Problem ConditionFailed(string code, string text, string issueType = "conflict") =>
        new(412, issueType, "REC_PRECONDITION_FAILED", code, text);

    /// <summary>413: more was sent than is taken.</summary>
    public static Problem TooLarge(string code, string text) => new(413, "too-long", BadRequest, code, text);

    /// <summary>415: what was sent is of a kind that is not read.</summary>
    public static Problem WrongMediaType(string code, string text) => new(415, "not-supported", "REC_UNSUPPORTED_MEDIA_TYPE", code, text);

    /// <summary>422: what was sent can be read and breaks a rule.</summary>
    public static Problem Invalid(string code, string text, string? expression = null, string issueType = "value") =>
        new(422, issueType, "REC_UNPROCESSABLE_ENTITY", code, text, expression);

    /// <summary>422: something that must be there is missing.</summary>
    public static Problem Missing(string code, string text, string? expression = null) => Invalid(code, text, expression, "required");

    /// <summary>422: it is understood, and it is nothing that the hub does.</summary>
    public static Problem NotSupported(string code, string text, string? expression = null) =>
        Invalid(code, text, expression, "not-supported");

    /// <summary>503: it was not done and may be tried again as it is.</summary>
    public static Problem Unavailable(string code, string text, string issueType = "transient") =>
        new(503, issueType, "REC_UNAVAILABLE", code, text);

    /// <summary>200: it was done, and somebody should know this.</summary>
    public static Problem Warning(string code, string text, string? expression = null, string issueType = "informational") =>
        new(200, issueType, BadRequest, code, text, expression, "warning");

    /// <summary>A fault in the structure of a resource in the catalogue's form.</summary>
    public static Problem From(FhirIssue issue) =>
        new(
            issue.Code == "too-costly" ? 422 : 400,
            issue.Code,
            BadRequest,
            $"r4-{issue.Code}",
            $"{issue.Text} (line {issue.Line}, byte {issue.Column})",
            issue.Expression,
            issue.Severity.ToString().ToLowerInvariant()
        );

    /// <summary>A refusal of the reader in the catalogue's form.</summary>
    public static Problem From(ReadProblem problem) =>
        new(
            problem.Kind is ReadProblemKind.TooLarge or ReadProblemKind.TooManyEntries or ReadProblemKind.TooManyItems ? 413 : 400,
            problem.IssueType,
            BadRequest,
            $"json-{problem.Kind}".ToLowerInvariant(),
            problem.Text,
            problem.Expression
        );
}
