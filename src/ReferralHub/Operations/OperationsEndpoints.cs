using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Health;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Operations;

/// <summary>Health and metrics of this process and of the hub.</summary>
static class OperationsEndpoints
{
    const string ForProbes = "Whoever runs the process asks whether it lives; nothing about patients is in the answer.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // The process answers only after schema, durability and topology were found right, so to answer is to have started.
        routes
            .MapGet("/health/startup", () => Results.Text("started"))
            .WithTags("Operations")
            .AllowAnybody(ForProbes)
            .ExcludeFromDescription();
        // Fails only when a restart would help; a database or broker that is away is no reason for one.
        routes
            .MapHealthChecks(
                "/health/live",
                new() { Predicate = c => c.Tags.Contains(HealthNames.Live), ResponseWriter = HealthAnswers.WriteLiveAsync }
            )
            .AllowAnybody(ForProbes)
            .WithTags("Operations");
        routes
            .MapHealthChecks(
                "/health/ready",
                new() { Predicate = c => c.Tags.Contains(HealthNames.Ready), ResponseWriter = HealthAnswers.WriteReadyAsync }
            )
            .AllowAnybody(ForProbes)
            .WithTags("Operations");
        MapMetrics(routes);
    }

    static void MapMetrics(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var metrics = services.GetRequiredService<HubMetrics>();
        // Gauges need services that are not to be made before the process is prepared.
        metrics.Registry.AddBeforeCollectCallback(token => services.GetRequiredService<HubGauges>().RefreshAsync(token));
        // On the port for metrics anybody may read them.
        routes.MapMetrics("/metrics", metrics.Registry).Allow(CallerRole.Operator, CallerRole.CentreSystem).WithTags("Operations");
    }
}
