using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;

namespace ReferralHub.Operations;

public sealed class OperationsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) => services.AddSingleton<OperationsDesk>();

    public void MapRoutes(IEndpointRouteBuilder routes) => OperationsEndpoints.Map(routes);
}
