using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Platform;

namespace ReferralHub.Practices;

public sealed class PracticesModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<AppealWriter>();
        services.AddSingleton<PracticeDesk>();
        services.AddSingleton<CommunicationWriter>();
        services.AddSingleton<IFhirWriter>(provider => provider.GetRequiredService<CommunicationWriter>());
        services.AddSingleton(
            new FhirWrite(
                "Communication",
                "create",
                "Takes what a practice says about its referral: an answer to a request for information, an appeal against a return, "
                    + "or a withdrawal (category)."
            )
        );
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => PracticesEndpoints.Map(routes);
}
