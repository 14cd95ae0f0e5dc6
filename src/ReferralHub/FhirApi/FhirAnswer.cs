using System.Globalization;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;
using ReferralHub.Web.Problems;

namespace ReferralHub.FhirApi;

/// <summary>An answer of the FHIR face: a status, a resource in JSON (empty for none), and the headers that go with it.</summary>
public sealed class FhirAnswer(int status, byte[] body) : IResult
{
    public const string ContentType = OperationOutcomes.ContentType;

    public int Status => status;

    public byte[] Body => body;

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public DateTime? LastModified { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>What is to be said of what was done, for a caller who prefers an OperationOutcome.</summary>
    public IReadOnlyCollection<Problem> Remarks { get; init; } = [];

    /// <summary>Methods that the address takes, for 405.</summary>
    public string? Allow { get; init; }

    /// <summary>An answer that consists of problems; the status is that of the gravest.</summary>
    public static FhirAnswer FromProblems(params IReadOnlyCollection<Problem> problems) =>
        new(problems.Where(p => p.IsError).Select(p => p.Status).DefaultIfEmpty(200).Max(), OperationOutcomes.Write(problems))
        {
            RetryAfterSeconds = OperationOutcomes.ChooseRetryAfterSeconds(problems),
        };

    /// <summary>A resource with its version.</summary>
    public static FhirAnswer FromResource(FhirResource resource) =>
        new(200, resource.Json) { ETag = resource.ETag, LastModified = resource.LastUpdated };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
            response.Headers.Location = Location;
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (LastModified is { } changed)
            response.Headers.LastModified = changed.ToString("R", CultureInfo.InvariantCulture);
        if (Allow is not null)
            response.Headers.Allow = Allow;
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == 304)
            return;
        response.ContentLength = body.Length;
        if (body.Length == 0)
            return;
        response.ContentType = ContentType;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
