using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People.Providers;

/// <summary>Where a sign-in with a provider starts, and where a provider says that one has ended.</summary>
static class ProviderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin/{provider}", BeginAsync).AllowAnybody("A sign-in starts here.").ExcludeFromDescription();
        routes
            .MapPost("/signin/{provider}/backchannel-logout", LogOutAsync)
            .AllowAnybody("The token that the provider sends is its proof.")
            .DisableAntiforgery()
            .ExcludeFromDescription();
    }

    /// <summary>Sends the browser to the provider, and lets it come back to the page wanted.</summary>
    static async Task BeginAsync(
        HttpContext http,
        string provider,
        [FromQuery] string? back,
        [FromQuery] bool? confirm,
        [FromServices] ProviderCatalogue providers,
        [FromServices] ILoggerFactory logs
    )
    {
        if (providers.Find(provider) is not { } found)
        {
            http.Response.StatusCode = 404;
            return;
        }

        var properties = new AuthenticationProperties { RedirectUri = ProviderPages.IsLocal(back) ? back : ProviderPages.NoPage };
        if (confirm == true && SignedIn.Find(http) is { IsAlive: true } here)
            properties.Items[ProviderEvents.ConfirmItem] = here.Session.Id.ToString();
        try
        {
            await http.ChallengeAsync(ProviderCatalogue.Scheme(found.Name), properties);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
        {
            if (http.RequestAborted.IsCancellationRequested)
                throw;
            PeopleLog.ProviderRefused(logs.CreateLogger(typeof(ProviderEndpoints)), found.Name, $"not reached: {e.GetType().Name}");
            await ProviderPages.RefuseAsync(
                http,
                $"{found.Title ?? found.Name} cannot be reached now. Whoever is signed in stays so; try again in some minutes."
            );
        }
    }

    static async Task<IResult> LogOutAsync(
        HttpContext http,
        string provider,
        [FromServices] ProviderCatalogue providers,
        [FromServices] EndProviderSessions end
    )
    {
        const int formBytesMax = 32 * 1024;
        http.Response.Headers.CacheControl = "no-store";
        if (providers.Find(provider) is not { } found)
            return Results.NotFound();
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > formBytesMax)
            return Refuse("Send logout_token as a form.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await end.EndAsync(found, form["logout_token"].ToString(), http.RequestAborted) is { } fault ? Refuse(fault) : Results.Ok();
    }

    static IResult Refuse(string words) =>
        Results.Json(new { error = "invalid_request", error_description = words }, statusCode: StatusCodes.Status400BadRequest);
}
