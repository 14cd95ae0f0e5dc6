using Microsoft.AspNetCore.Http;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>
/// The cookie by which a browser is known: a random value that says nothing. Over TLS its name makes the browser refuse one that
/// another host or an unencrypted page set (RFC 6265bis §4.1.3.2).
/// </summary>
static class SessionCookie
{
    public const string SecureName = "__Host-rh-session";

    /// <summary>Without TLS, which only loopback has, browsers take no cookie of the other name.</summary>
    public const string PlainName = "rh-session";

    /// <summary>The value, when it has the form of one.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies[NameFor(request)] is { } value && Secrets.IsWellFormed(value) ? value : null;

    public static void Write(HttpContext http, string secret) =>
        http.Response.Cookies.Append(NameFor(http.Request), secret, Options(http.Request));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http.Request));

    static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    static CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = request.IsHttps,
            Path = "/",
            IsEssential = true,
        };
}
