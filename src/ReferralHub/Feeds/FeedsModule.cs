using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;

namespace ReferralHub.Feeds;

public sealed class FeedsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<EventFeed>().AddSingleton<CommissionedPlans>();
        services.AddSingleton<PracticeActivityFeed>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("/feeds").WithTags("Feeds");
        feeds
            .MapGet("/events", ReadEventsAsync)
            .Allow(CallerRole.Commissioner, CallerRole.ReaderSystem, CallerRole.CentreSystem)
            .WithSummary("The log of referrals and books from a position on, CloudEvents as NDJSON")
            .Produces<string>(200, "application/x-ndjson")
            .ProducesOutcome(400, 409);
        feeds
            .MapGet("/asyncapi.yaml", ReadAsyncApi)
            .AllowAnybody("It describes the interface and holds no data.")
            .WithSummary("What the hub takes and gives over AMQP, AsyncAPI 3")
            .Produces<string>(200, "application/yaml");
        feeds
            .MapGet("/practices/{ods}/activity", ReadActivityAsync)
            .Allow(
                CallerRole.Practice,
                CallerRole.Commissioner,
                CallerRole.Lead,
                CallerRole.Provider,
                CallerRole.GpSystem,
                CallerRole.ProviderSystem,
                CallerRole.ReaderSystem,
                CallerRole.CentreSystem
            )
            .WithSummary("A practice's activity and budget position, JSON or CSV")
            .Produces<JsonObject>(200, "application/json", "text/csv")
            .ProducesOutcome(404);
    }

    static Task<IResult> ReadEventsAsync(HttpContext http, EventFeed feed, long after = 0, string? hash = null, int? limit = null) =>
        feed.ReadAsync(http, after, hash, limit);

    static IResult ReadAsyncApi() =>
        Results.Stream(typeof(FeedsModule).Assembly.GetManifestResourceStream("asyncapi.yaml")!, "application/yaml");

    static Task<IResult> ReadActivityAsync(HttpRequest request, string ods, PracticeActivityFeed feed, CancellationToken token) =>
        feed.ReadAsync(request, ods, token);
}
