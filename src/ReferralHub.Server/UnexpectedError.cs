using Microsoft.AspNetCore.Diagnostics;
using ReferralHub.Platform.Fhir;
using ReferralHub.Platform.Web;

namespace ReferralHub.Server;

/// <summary>What a caller sees of a defect: that it was one, and an id by which operations find it. Never exception text.</summary>
static class UnexpectedError
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var reference = context.Response.Headers[RequestIds.RequestHeader].ToString();
        var (status, code, text) = context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
            ? (bad.StatusCode, "invalid", "The request could not be read; check its parameters and body.")
            : (500, "exception", $"Something went wrong here; nothing was recorded. Quote {reference} when you report it.");
        var answer = FhirAnswer.Of(new Problem(status, code, status == 500 ? "REC_SERVER_ERROR" : "REC_BAD_REQUEST", "unexpected", text));
        await answer.ExecuteAsync(context);
    }
}
