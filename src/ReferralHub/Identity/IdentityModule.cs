using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Identity.Audit;
using ReferralHub.Identity.Emergency;
using ReferralHub.Identity.Machines;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;

namespace ReferralHub.Identity;

/// <summary>Who calls, what they may do, and what is kept of it.</summary>
public sealed class IdentityModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<CurrentScope>().AddMachines();
        PeopleServices.Add(services, settings);
        services
            .AddSingleton<QueryFingerprints>()
            .AddSingleton<AuditWriter>()
            .AddHostedService(provider => provider.GetRequiredService<AuditWriter>())
            .AddSingleton<MessageAudit>()
            .AddSingleton<AccessLog>()
            .AddSingleton<AuditSearch>()
            .AddSingleton<IFhirResourceType, AuditEventType>()
            .AddSingleton<TakeEmergencyAccess>()
            .AddSingleton<IPageNotice, EmergencyBanner>()
            .AddSingleton<AuditStamper>()
            .AddSingleton<AuditHeads>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        MachineEndpoints.Map(routes);
        ProviderEndpoints.Map(routes);
    }
}
