using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;

namespace ReferralHub.Intake;

public sealed class IntakeModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<PracticeRegister>().AddSingleton<IntakeWriter>().AddSingleton<IntakeQueue>().AddSingleton<IntakeService>();
        services.AddSingleton<IReferenceDataLoader, PracticeLoader>().AddSingleton<IntakeAnswers>().AddSingleton<ReferralSearch>().AddSingleton<ReferralRead>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeQueue>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => IntakeEndpoints.Map(routes);
}
