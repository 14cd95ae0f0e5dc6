namespace ReferralHub.Fhir.Structure;

/// <summary>Severity of an issue, as in OperationOutcome.</summary>
public enum FhirSeverity
{
    Error,
    Warning,
    Information,
}

/// <summary>One thing that is wrong with a resource.</summary>
/// <param name="Code">Code of http://hl7.org/fhir/issue-type.</param>
/// <param name="Text">A sentence that says what is wrong and how to put it right. Holds names of elements and codes, never
/// a value from the resource.</param>
/// <param name="Expression">FHIRPath of the element at fault; for something missing, of the element that lacks it.</param>
/// <param name="Line">1-based line in the source.</param>
/// <param name="Column">1-based byte column in the source.</param>
public sealed record FhirIssue(FhirSeverity Severity, string Code, string Text, string Expression, int Line, int Column);
