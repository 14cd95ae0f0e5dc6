using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;

namespace ReferralHub.Operations;

public sealed class OperationsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services
            .AddSingleton<OperationsDesk>()
            .AddSingleton<HubGauges>()
            .AddSingleton<FailedWork>()
            .AddSingleton<IProjection, SenderRhythmProjection>()
            .AddSingleton<IScheduledCheck, SenderSilence>();

    public void MapRoutes(IEndpointRouteBuilder routes) => FailedWorkEndpoints.Map(routes);

    public void MapProcessRoutes(IEndpointRouteBuilder routes) => OperationsEndpoints.Map(routes);
}
