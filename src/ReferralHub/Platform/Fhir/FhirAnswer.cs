using Microsoft.AspNetCore.Http;

namespace ReferralHub.Platform.Fhir;

/// <summary>An answer of the FHIR face: a status, a resource in JSON, and the headers that go with it.</summary>
public sealed class FhirAnswer(int status, byte[] body) : IResult
{
    const int RetryAfterSecondsMax = 5;
    public const string ContentType = "application/fhir+json; charset=utf-8";

    public int Status => status;

    public byte[] Body => body;

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>An answer that consists of problems; the status is that of the gravest.</summary>
    public static FhirAnswer Of(params IReadOnlyCollection<Problem> problems) =>
        new(problems.Where(p => p.IsError).Select(p => p.Status).DefaultIfEmpty(200).Max(), OperationOutcomes.Write(problems))
        {
            // Not the same for all, or those that were turned away together would come back together.
            RetryAfterSeconds = problems.Any(p => p.Status is 429 or 503) ? Random.Shared.Next(1, RetryAfterSecondsMax + 1) : problems.Any(p => p.Status == 425) ? 1 : null,
        };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
