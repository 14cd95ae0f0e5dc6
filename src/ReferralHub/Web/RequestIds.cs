using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>
/// X-Request-Id and X-Correlation-Id (BaRS, transactional integrity): both always echoed, made up when absent. What a
/// caller sends is echoed only in the form of an id, so that nothing can be smuggled into headers or logs.
/// </summary>
public static partial class RequestIds
{
    public const string RequestHeader = "X-Request-Id";
    public const string CorrelationHeader = "X-Correlation-Id";

    public static string? RequestId(this HttpContext context) => Sent(context, RequestHeader);

    public static string? CorrelationId(this HttpContext context) => Sent(context, CorrelationHeader);

    public static Task EchoAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers[RequestHeader] = RequestId(context) ?? context.TraceIdentifier.Replace(':', '-');
        context.Response.Headers[CorrelationHeader] =
            CorrelationId(context) ?? RequestId(context) ?? context.TraceIdentifier.Replace(':', '-');
        return next(context);
    }

    static string? Sent(HttpContext context, string header) =>
        context.Request.Headers[header].ToString() is { Length: > 0 } sent && IdForm().IsMatch(sent) ? sent : null;

    [GeneratedRegex(@"^[A-Za-z0-9._\-]{1,64}\z")]
    private static partial Regex IdForm();
}
