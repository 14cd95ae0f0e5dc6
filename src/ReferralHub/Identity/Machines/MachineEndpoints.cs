using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>Routes by which systems sign in.</summary>
static class MachineEndpoints
{
    const string Why = "Whoever wants to sign in has not yet.";
    static readonly string[] OtherMethods =
    [
        HttpMethods.Get,
        HttpMethods.Head,
        HttpMethods.Put,
        HttpMethods.Patch,
        HttpMethods.Delete,
        HttpMethods.Options,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(TokenAddress.Path, (HttpContext http, TokenEndpoint endpoint) => endpoint.PostAsync(http))
            .WithTags("Identity")
            .WithSummary("Gives a registered system an access token (SMART Backend Services)")
            .Produces<JsonObject>(200, "application/json")
            .Produces<JsonObject>(400, "application/json")
            .Produces<JsonObject>(401, "application/json")
            .Produces<JsonObject>(429, "application/json")
            .DisableAntiforgery()
            .AllowAnybody(Why)
            .Audited(AuditActs.SignIn);
        routes
            .MapMethods(TokenAddress.Path, OtherMethods, TokenEndpoint.RefuseMethod)
            .ExcludeFromDescription()
            .AllowAnybody(Why)
            .Audited(AuditActs.SignIn);
        foreach (var path in new[] { SmartConfiguration.Path, "/fhir" + SmartConfiguration.Path })
            routes
                .MapGet(path, SmartConfiguration.Read)
                .WithTags("Identity")
                .WithSummary("How systems sign in")
                .Produces<JsonObject>(200, "application/json")
                .AllowAnybody(Why);
        routes.MapGet("/.well-known/oauth-authorization-server", SmartConfiguration.Read).ExcludeFromDescription().AllowAnybody(Why);
    }
}
