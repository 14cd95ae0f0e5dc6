using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Journey;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning;

public sealed class CommissioningModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services
            .AddSingleton<CommissioningStore>()
            .AddSingleton<PricesInForce>()
            .AddSingleton<IReferenceDataLoader, ConfigurationLoader>()
            .AddSingleton<ReadPlans>()
            .AddSingleton<RecordPlanAct>()
            .AddSingleton<IScheduledCheck, PlansDue>();

    public void MapRoutes(IEndpointRouteBuilder routes) => PlanEndpoints.Map(routes);
}
