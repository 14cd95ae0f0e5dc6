using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Web.Problems;

/// <summary>
/// What a caller sees of an answer that nothing else gave: of a defect that it was one and an id by which operations find
/// it, of an address that it is not there. A person in a browser gets a page, software an OperationOutcome. Never exception
/// text.
/// </summary>
public static partial class ProblemAnswer
{
    const string Page = "/problem";

    /// <summary>The problem that the page is to show, and the address where it arose.</summary>
    internal static (Problem Problem, PathString Path)? FindProblem(HttpContext context) =>
        context.Items[typeof(ProblemAnswer)] as (Problem, PathString)?;

    /// <summary>After an exception. The next in the pipeline shows the page.</summary>
    public static Task AfterExceptionAsync(HttpContext context, RequestDelegate next)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = Explain(context, error);
        if (problem.Status == 500)
            Failed(
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProblemAnswer)),
                Reference(context),
                error?.GetType().Name ?? ""
            );
        return AnswerAsync(context, problem, next);
    }

    /// <summary>Where only a status was given.</summary>
    public static Task AfterStatusAsync(StatusCodeContext status) =>
        AnswerAsync(status.HttpContext, Explain(status.HttpContext.Response.StatusCode), status.Next);

    static async Task AnswerAsync(HttpContext context, Problem problem, RequestDelegate next)
    {
        if (!WantsPage(context.Request))
        {
            await OperationOutcomes.AnswerAsync(context, problem);
            return;
        }

        if (OperationOutcomes.ChooseRetryAfterSeconds([problem]) is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Items[typeof(ProblemAnswer)] = (problem, context.Request.Path);
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        // Read only, and nothing that was sent is read again.
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = (HttpMethods.Get, Page, QueryString.Empty);
        await next(context);
    }

    /// <summary>Browsers name text/html; software that names nothing is answered as software.</summary>
    static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    static Problem Explain(HttpContext context, Exception? error)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return error switch
        {
            BadHttpRequestException { StatusCode: 400 } bad => Explain(400) with { Text = Unreadable(bad) },
            BadHttpRequestException bad => Explain(bad.StatusCode),
            // Somebody else's referral is answered as one that is not there.
            OutOfScopeException => Explain(404),
            CommitUnknownException => Unavailable(
                "The connection to the database was lost at the moment of recording: it may have been recorded. Look "
                    + $"before you try again. Quote {Reference(context)} when you report it."
            ),
            not null when context.RequestServices.GetRequiredService<HubDatabase>().IsOutage(error) => Unavailable(
                "The database cannot be reached or takes nothing; nothing was recorded. Try again shortly."
            ),
            // It may have come after the commit, so that nothing may be said about what was recorded.
            _ => new(
                500,
                "exception",
                "REC_SERVER_ERROR",
                "unexpected",
                "Something went wrong here. "
                    + (
                        isRead
                            ? ""
                            : "What you sent may have been recorded or not; sending the same again is safe, "
                                + "and is told apart from a second one. "
                    )
                    + $"Quote {Reference(context)} when you report it."
            ),
        };
    }

    static Problem Unavailable(string text) => Problem.Unavailable("unexpected", text);

    static Problem Explain(int status) =>
        status switch
        {
            401 or 403 => new(status, "forbidden", "REC_FORBIDDEN", "forbidden", "This is not for you, or your session has ended."),
            404 => new(
                status,
                "not-found",
                "REC_NOT_FOUND",
                "no-such-address",
                "There is nothing at this address. If you typed it, check that it is right; if you copied it, check that "
                    + "you have all of it."
            ),
            405 => new(status, "not-supported", "REC_METHOD_NOT_ALLOWED", "method-not-allowed", "This address does not take this method."),
            408 => new(
                status,
                "timeout",
                "REC_TIMEOUT",
                "request-timeout",
                "The request did not arrive in time; nothing was recorded. Send it again."
            ),
            413 => new(
                status,
                "too-long",
                "REC_BAD_REQUEST",
                "body-too-large",
                "What was sent is larger than this address takes; nothing was recorded. Send less."
            ),
            415 => new(
                status,
                "not-supported",
                "REC_UNSUPPORTED_MEDIA_TYPE",
                "content-type",
                "This address does not take this Content-Type; send application/json."
            ),
            429 => new(
                status,
                "throttled",
                "REC_TOO_MANY_REQUESTS",
                "too-many-requests",
                "There were too many requests from you, or from where you are, in the last minute. Wait a moment, then try again."
            ),
            >= 500 => new(status, "transient", "REC_UNAVAILABLE", "unexpected", "This cannot be answered now. Try again shortly."),
            _ => new(
                status,
                "invalid",
                "REC_BAD_REQUEST",
                "unreadable",
                "The request could not be read; nothing was recorded. Check its parameters and body; if it was a form, "
                    + "go back to its page and send it from there."
            ),
        };

    /// <summary>Which parameter, or where in the body; never what stood there.</summary>
    static string Unreadable(BadHttpRequestException bad) =>
        bad.InnerException switch
        {
            JsonException { LineNumber: { } line, BytePositionInLine: { } at } json =>
                $"The body is not JSON of the form that this address takes: line {line + 1}, byte "
                    + $"{at + 1}{(string.IsNullOrEmpty(json.Path) || json.Path == "$" ? "" : $", at {json.Path}")}.",
            JsonException => "The body is not JSON of the form that this address takes.",
            _ => Parameter().Match(bad.Message) is { Success: true } named
                ? $"The parameter {named.Groups[1].Value} is missing or cannot be read."
                : Explain(400).Text,
        };

    static string Reference(HttpContext context) => context.Response.Headers[RequestIds.RequestHeader].ToString();

    [GeneratedRegex("parameter \"(?:\\S+ )?(\\w+)\"")]
    private static partial Regex Parameter();

    [LoggerMessage(1001, LogLevel.Error, "Request {Reference} failed with {Exception}")]
    static partial void Failed(ILogger log, string reference, string exception);
}
