using System.Net;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Web;

/// <summary>
/// Refuses what a browser sends from another site, and any Host that is not the hub's: a page elsewhere must not be able to drive the
/// hub for whoever is signed in, not even by giving its own name the hub's address.
/// </summary>
/// <param name="metricsPort">Port on which only health and metrics are served, to anybody; 0 for none.</param>
/// <param name="wantsTls">Whether other machines reach plain http here, which only a proxy that speaks TLS may.</param>
public sealed class CrossSiteGuard(HubSettings settings, int metricsPort, bool wantsTls)
{
    readonly HashSet<string> hosts = HostNames.ListAllowed(settings);

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (metricsPort != 0 && context.Connection.LocalPort == metricsPort)
            return
                context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
                || context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase)
                ? next(context)
                : RefuseAsync(context, 404, "Only health and metrics are served here.");
        var host = context.Request.Host.Host;
        if (!HostNames.IsLoopback(host) && !hosts.Contains(host))
            return RefuseAsync(context, 421, "This hub does not answer under this host name (settings PublicUrl and AllowedHosts).");
        if (wantsTls && !context.Request.IsHttps && !IsFromHere(context.Connection.RemoteIpAddress))
            return RefuseAsync(context, 403, $"This hub is reached over TLS only: {settings.PublicUrl}");
        // Figures of the hub are for its operator, who has an address for them (MetricsOn) or asks on the machine itself.
        if (
            context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase)
            && !IsFromHere(context.Connection.RemoteIpAddress)
        )
            return RefuseAsync(context, 404, "Metrics are served at the address of the setting MetricsOn.");
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return changes && site is "cross-site" or "same-site"
            ? RefuseAsync(context, 403, "Requests from other sites are refused.")
            : next(context);
    }

    static bool IsFromHere(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
