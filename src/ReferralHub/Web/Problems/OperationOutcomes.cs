using System.Globalization;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Web.Problems;

/// <summary>The one place that turns problems into OperationOutcome resources.</summary>
public static class OperationOutcomes
{
    const int RetryAfterSecondsMax = 5;

    /// <summary>A bucket of requests is filled up this often; see <see cref="Limits.RequestLimits"/>.</summary>
    const int LimitSecondsMin = 6;

    const int LimitSecondsMax = 12;

    /// <summary>The media type of every resource that the hub sends.</summary>
    public const string ContentType = "application/fhir+json; charset=utf-8";

    /// <summary>When whoever got these problems may come back; null when trying again would not help.</summary>
    public static int? ChooseRetryAfterSeconds(IReadOnlyCollection<Problem> problems) =>
        // Not the same for all, or those that were turned away together would come back together.
        problems.Any(p => p.Status == 429)
            ? Random.Shared.Next(LimitSecondsMin, LimitSecondsMax + 1)
        : problems.Any(p => p.Status == 503) ? Random.Shared.Next(1, RetryAfterSecondsMax + 1)
        : problems.Any(p => p.Status == 425) ? 1
        : null;

    /// <summary>Answers with one problem and its status.</summary>
    public static async Task AnswerAsync(HttpContext context, Problem problem)
    {
        var (response, body) = (context.Response, Write([problem]));
        (response.StatusCode, response.ContentType, response.ContentLength) = (problem.Status, ContentType, body.Length);
        response.Headers.CacheControl = "no-store";
        if (ChooseRetryAfterSeconds([problem]) is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    public static byte[] Write(IReadOnlyCollection<Problem> problems) => R4Json.Write(Create(problems));

    public static R4.OperationOutcome Create(IReadOnlyCollection<Problem> problems) => new() { Issue = [.. problems.Select(CreateIssue)] };

    static R4.OperationOutcome.IssueComponent CreateIssue(Problem problem)
    {
        var issue = new R4.OperationOutcome.IssueComponent
        {
            Severity = R4Values.Code<R4.OperationOutcome.IssueSeverity>(problem.Severity),
            Code = R4Values.Code<R4.OperationOutcome.IssueType>(problem.IssueType),
            Details = new()
            {
                Coding = problem.IsError
                    ? [new(FhirSystems.HttpErrorCodes, problem.BarsCode), new(FhirSystems.ProblemCodes, problem.Code)]
                    : [new(FhirSystems.ProblemCodes, problem.Code)],
                Text = problem.Text,
            },
            Diagnostics = problem.Text,
        };
        if (problem.Expression is not null)
            issue.Expression = [problem.Expression];
        return issue;
    }
}
