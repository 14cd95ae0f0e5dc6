using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Web.Problems;

/// <summary>The one place that turns problems into OperationOutcome resources.</summary>
public static class OperationOutcomes
{
    public static byte[] Write(IReadOnlyCollection<Problem> problems) => FhirWriter.Write(w => Write(w, problems));

    public static void Write(FhirWriter writer, IReadOnlyCollection<Problem> problems)
    {
        writer.Resource("OperationOutcome");
        writer.WriteStartArray("issue");
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", problem.Severity);
            writer.WriteString("code", problem.IssueType);
            writer.WriteStartObject("details");
            writer.WriteStartArray("coding");
            if (problem.IsError)
                writer.Coding(FhirSystems.HttpErrorCodes, problem.BarsCode);
            writer.Coding(FhirSystems.ProblemCodes, problem.Code);
            writer.WriteEndArray();
            writer.WriteString("text", problem.Text);
            writer.WriteEndObject();
            writer.WriteString("diagnostics", problem.Text);
            if (problem.Expression is not null)
            {
                writer.WriteStartArray("expression");
                writer.WriteStringValue(problem.Expression);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
