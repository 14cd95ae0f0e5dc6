namespace ReferralHub.Fhir;

/// <summary>Why a document could not be read: FHIR issue type, where, and a sentence a person can act on.</summary>
/// <param name="Kind">What rule was broken.</param>
/// <param name="IssueType">Code of http://hl7.org/fhir/issue-type.</param>
/// <param name="Text">One sentence; never holds a value from the document other than a property name.</param>
/// <param name="Expression">FHIRPath of the element at fault, where one is known.</param>
/// <param name="Line">1-based line in the source, where known.</param>
/// <param name="Column">1-based column in bytes, where known.</param>
public sealed record ReadProblem(
    ReadProblemKind Kind,
    string IssueType,
    string Text,
    string? Expression = null,
    int? Line = null,
    int? Column = null
);

/// <summary>The rules of reading that a document can break before any element is looked at.</summary>
public enum ReadProblemKind
{
    Empty,
    TooLarge,
    InvalidUtf8,
    NotJson,
    TooDeep,
    DuplicateKey,
    InvalidText,
    NotAResource,
    TooManyEntries,
    TooManyItems,
}
