using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>
/// Headers that every answer carries: no inline script or style, no framing, no sniffing, no referrer; over TLS that browsers come
/// over TLS from now on.
/// </summary>
public static class SecurityHeaders
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A year (RFC 6797). Other hosts of the domain are not spoken for.</summary>
    const string TransportSecurity = "max-age=31536000";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps && !HostNames.IsLoopback(context.Request.Host.Host))
            headers.StrictTransportSecurity = TransportSecurity;
        return next(context);
    }
}
