using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

/// <summary>The document at /openapi/v1.json against the routes that the hub really has.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    TestHub hub = null!;
    JsonObject paths = null!;

    public async Task InitializeAsync()
    {
        hub = await TestHub.StartAsync("web");
        paths = JsonNode.Parse(await hub.Http.GetStringAsync("/openapi/v1.json"))!["paths"]!.AsObject();
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public void EveryRouteOfTheHubsOwnInterfaces_IsInTheDocument()
    {
        var routes = hub.Get<IEnumerable<EndpointDataSource>>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(IsOwnInterface)
            .SelectMany(e =>
                e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Path: ToPath(e), Method: m.ToLowerInvariant()))
            )
            .ToList();

        routes.Count.ShouldBeGreaterThan(12);
        routes.Where(r => paths[r.Path]?[r.Method] is null).ShouldBeEmpty();
    }

    [Fact]
    public void EveryOperation_HasASummary_AndItsAnswers()
    {
        var bare = new List<string>();
        foreach (var (path, methods) in paths)
        foreach (var (method, operation) in methods!.AsObject())
            if (operation!["summary"] is null || !operation["responses"]!.AsObject().All(IsTyped))
                bare.Add($"{method} {path}");

        bare.ShouldBeEmpty();
    }

    [Fact]
    public void EveryPathParameter_IsDescribedWithItsType()
    {
        var untyped = paths
            .SelectMany(p => p.Value!.AsObject().Select(m => (p.Key, Operation: m.Value!)))
            .SelectMany(o => (o.Operation["parameters"]?.AsArray() ?? []).Select(p => (o.Key, Parameter: p!)))
            .Where(p => p.Parameter["schema"] is null)
            .Select(p => $"{p.Key} {p.Parameter["name"]}");

        untyped.ShouldBeEmpty();
    }

    [Fact]
    public void FhirRoutes_AreLeftToTheCapabilityStatement() =>
        paths.Select(p => p.Key).Where(p => p.StartsWith("/fhir", StringComparison.Ordinal)).ShouldBeEmpty();

    /// <summary>Every answer but an empty one says in which media type it comes.</summary>
    static bool IsTyped(KeyValuePair<string, JsonNode?> response) =>
        response.Key == "204" || response.Value!["content"] is JsonObject { Count: > 0 };

    static bool IsOwnInterface(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null
        // What no software calls: other methods of the token endpoint, and where browsers and identity providers come back.
        && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
        && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null
        && new[] { "fhir", "health", "metrics", "openapi" }.All(p => !ToPath(endpoint).StartsWith($"/{p}", StringComparison.Ordinal));

    /// <summary>The document names a part of a path without what it is held to: {id} for {id:guid}.</summary>
    static string ToPath(RouteEndpoint endpoint) => "/" + Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @"\{(\w+):\w+\}", "{$1}");
}
