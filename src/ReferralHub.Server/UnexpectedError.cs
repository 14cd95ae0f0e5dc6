using Microsoft.AspNetCore.Diagnostics;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Fhir;
using ReferralHub.Platform.Web;

namespace ReferralHub.Server;

/// <summary>What a caller sees of a defect: that it was one, and an id by which operations find it. Never exception text.</summary>
static partial class UnexpectedError
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var reference = context.Response.Headers[RequestIds.RequestHeader].ToString();
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, code, text) = error switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "invalid", "The request could not be read; check its parameters and body."),
            CommitUnknownException => (503, "transient", $"The connection to the database was lost at the moment of recording: it may have been recorded. Look before you try again. Quote {reference} when you report it."),
            not null when context.RequestServices.GetRequiredService<HubDatabase>().IsOutage(error) => (503, "transient", "The database cannot be reached; nothing was recorded. Try again shortly."),
            // It may have come after the commit, so that nothing may be said about what was recorded.
            _ => (500, "exception", $"Something went wrong here.{(isRead ? "" : " What you sent may have been recorded or not; sending the same again is safe, and is told apart from a second one.")} Quote {reference} when you report it."),
        };
        if (status == 500) Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnexpectedError)), reference, error?.GetType().Name ?? "");
        var answer = FhirAnswer.Of(new Problem(status, code, status switch { 500 => "REC_SERVER_ERROR", 503 => "REC_UNAVAILABLE", _ => "REC_BAD_REQUEST" }, "unexpected", text));
        await answer.ExecuteAsync(context);
    }

    [LoggerMessage(1001, LogLevel.Error, "Request {Reference} failed with {Exception}")]
    static partial void Failed(ILogger log, string reference, string exception);
}
