using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>
/// Refuses what a browser sends from another site, and any Host that is not loopback: until sign-in exists, a page
/// elsewhere must not be able to drive the hub on somebody's machine, not even by rebinding a name to 127.0.0.1.
/// </summary>
public static class CrossSiteGuard
{
    /// <param name="metricsPort">Port on which only health and metrics are served, to anybody; 0 for none.</param>
    public static Task CheckAsync(HttpContext context, RequestDelegate next, int metricsPort)
    {
        if (metricsPort != 0 && context.Connection.LocalPort == metricsPort)
            return
                context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
                || context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase)
                ? next(context)
                : RefuseAsync(context, 404, "Only health and metrics are served here.");
        if (!IsLoopback(context.Request.Host.Host))
            return RefuseAsync(context, 421, "This hub answers on loopback names only until sign-in exists.");
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return changes && site is "cross-site" or "same-site"
            ? RefuseAsync(context, 403, "Requests from other sites are refused.")
            : next(context);
    }

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host, out var ip) && System.Net.IPAddress.IsLoopback(ip));

    static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
