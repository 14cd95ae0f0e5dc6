using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Server;
using ReferralHub.Server.Hosting;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>A route that says nothing of who may call it: no hub starts with it, and nobody would be let in.</summary>
public sealed class AllowanceTests
{
    [Fact]
    public async Task RouteWithoutAllowance_StopsTheStart_ByName()
    {
        var folder = Directory.CreateTempSubdirectory("rh-test-");
        var store = await TestDatabase.CreateAsync();
        try
        {
            var settings = new HubSettings
            {
                DataDirectory = folder.FullName,
                ListenOn = "http://127.0.0.1:0",
                Roles = "web",
                Database = store.Settings,
            };
            var database = DatabaseOpener.Open(settings);
            await using var app = new HubBuilder([.. Program.Flow, new Forgetful()]).Build(settings, database, LogLevel.Critical);

            var refused = await Should.ThrowAsync<SettingsException>(() =>
                Preparation.PrepareAsync(app, CancellationToken.None, migrate: true)
            );

            refused.Message.ShouldBe("Nothing says who may call /forgotten; the hub does not start with such a route.");
        }
        finally
        {
            await store.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Guard_LetsNobodyIn_WhereNothingIsSaid()
    {
        foreach (var role in Enum.GetValues<CallerRole>())
        {
            var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
            http.SetEndpoint(new(_ => Task.CompletedTask, EndpointMetadataCollection.Empty, "forgotten"));
            http.SetCaller(new(role, "somebody", "Somebody", "Test role", ["XRH01"]));
            var isThrough = false;

            await AllowanceGuard.CheckAsync(http, LetThroughAsync, metricsPort: 0);

            isThrough.ShouldBeFalse($"{role} got through");
            http.Response.StatusCode.ShouldBe(403);

            Task LetThroughAsync(HttpContext through)
            {
                isThrough = true;
                return Task.CompletedTask;
            }
        }
    }

    sealed class Forgetful : IHubModule
    {
        public void AddServices(IServiceCollection services, HubSettings settings) { }

        public void MapRoutes(IEndpointRouteBuilder routes) => routes.MapGet("/forgotten", () => "given away");
    }
}
