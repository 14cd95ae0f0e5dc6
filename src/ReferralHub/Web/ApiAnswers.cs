using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>What a route of the hub's own interfaces may answer, for the document that describes them.</summary>
public static class ApiAnswers
{
    /// <summary>A FHIR OperationOutcome, as far as a caller of these interfaces needs it.</summary>
    /// <param name="ResourceType">Always <c>OperationOutcome</c>.</param>
    sealed record Outcome(string ResourceType, IReadOnlyList<OutcomeIssue> Issue);

    /// <param name="Severity">error or warning.</param>
    /// <param name="Code">FHIR issue type, e.g. not-found.</param>
    /// <param name="Diagnostics">A sentence that says what to do.</param>
    /// <param name="Expression">What is at fault.</param>
    sealed record OutcomeIssue(string Severity, string Code, string? Diagnostics, IReadOnlyList<string>? Expression);

    /// <summary>Failures are told as a FHIR OperationOutcome, here as on the FHIR interface.</summary>
    /// <param name="statuses">HTTP status codes, e.g. 404 and 422.</param>
    public static RouteHandlerBuilder ProducesOutcome(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.Produces<Outcome>(status, "application/fhir+json");
        return route;
    }
}
