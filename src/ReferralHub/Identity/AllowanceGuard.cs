using Microsoft.AspNetCore.Http;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity;

/// <summary>
/// Lets through who may call a route, and nobody else: without an allowance nobody may. Stands after routing and sign-in, before
/// whatever answers.
/// </summary>
public static class AllowanceGuard
{
    /// <param name="metricsPort">Port on which only health and metrics are served, to anybody; 0 for none.</param>
    public static Task CheckAsync(HttpContext http, RequestDelegate next, int metricsPort)
    {
        if (http.GetEndpoint() is not { } endpoint || (metricsPort != 0 && http.Connection.LocalPort == metricsPort))
            return next(http);
        var given = endpoint.Metadata.GetMetadata<IHasAllowance>();
        // Such a page asks for itself, because it keeps what was typed when a session has ended.
        if (given is ForUsersAttribute || given?.Allowance.IsOpen == true)
            return next(http);
        if (http.Caller is not { } caller)
            return AskAsync(http);
        return given?.Allowance.Roles.Contains(caller.Role) == true ? next(http) : RefuseAsync(http);
    }

    /// <summary>A person is sent to sign in and comes back; a system is told what it lacks.</summary>
    static Task AskAsync(HttpContext http) =>
        WantsPage(http) ? SendToSignIn(http, null) : FhirAnswer.FromProblems(AllowanceProblems.NotSignedIn).ExecuteAsync(Challenge(http));

    static Task RefuseAsync(HttpContext http) =>
        WantsPage(http) ? SendToSignIn(http, "other") : FhirAnswer.FromProblems(AllowanceProblems.NotAllowed).ExecuteAsync(http);

    static Task SendToSignIn(HttpContext http, string? why)
    {
        // The status of a redirect does not say so.
        http.AuditEntry().IsRefused = true;
        http.Response.Redirect(ForUsersAttribute.Ask(http, why));
        return Task.CompletedTask;
    }

    static HttpContext Challenge(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return http;
    }

    /// <summary>A browser that opens a page; scripts and systems ask for data.</summary>
    static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !http.Request.Path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase)
        && !http.Request.Headers.ContainsKey("X-Script");
}
