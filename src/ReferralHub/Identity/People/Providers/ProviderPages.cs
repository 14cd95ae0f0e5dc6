using System.Net;
using Microsoft.AspNetCore.Http;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Providers;

/// <summary>
/// The small pages with which a sign-in elsewhere ends. They move on by themselves: a redirect would still count as coming from the
/// provider's site, and the session's Strict cookie would not be sent with it.
/// </summary>
static class ProviderPages
{
    /// <summary>Stands for no page wanted: then the role says where it goes on.</summary>
    public const string NoPage = "/";

    public static Task MoveOnAsync(HttpContext http, string next) =>
        WriteAsync(
            http,
            200,
            "Signed in",
            $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(next)}\">",
            $"<p>You are signed in. <a href=\"{WebUtility.HtmlEncode(next)}\">Go on</a></p>"
        );

    public static Task RefuseAsync(HttpContext http, string words) =>
        WriteAsync(
            http,
            403,
            "You could not be signed in",
            "",
            $"<p>{WebUtility.HtmlEncode(words)}</p><p><a href=\"/user\">Back to the sign-in page</a></p>"
        );

    /// <summary>The page wanted, when it is of this hub; otherwise where the role begins.</summary>
    public static string ChooseNext(string? wanted, RoleGrant? role)
    {
        var local = wanted != NoPage && IsLocal(wanted) ? wanted! : null;
        return local ?? (role is null ? "/user" : UserPages.FindLanding(role.Role));
    }

    public static bool IsLocal(string? address) =>
        address is ['/', ..] && (address.Length == 1 || address[1] is not ('/' or '\\')) && !address.Any(char.IsControl);

    static Task WriteAsync(HttpContext http, int status, string title, string head, string body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "text/html; charset=utf-8");
        return http.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">{head}<title>{title}</title>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"stylesheet\" href=\"/lib/nhsuk/nhsuk-frontend.min.css\"></head>"
                + $"<body><main class=\"nhsuk-width-container\"><h1>{title}</h1>{body}</main></body></html>",
            http.RequestAborted
        );
    }
}
