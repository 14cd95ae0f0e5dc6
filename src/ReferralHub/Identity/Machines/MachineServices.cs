using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

static class MachineServices
{
    public static IServiceCollection AddMachines(this IServiceCollection services) =>
        services
            .AddSingleton<ClientRegistry>()
            .AddSingleton<IRegisteredClients>(p => p.GetRequiredService<ClientRegistry>())
            .AddSingleton<AccessTokens>()
            .AddSingleton<FetchedKeys>()
            .AddSingleton<FailureLimit>()
            .AddSingleton<AssertionCheck>()
            .AddSingleton<TokenEndpoint>()
            .AddSingleton<BearerAuthentication>()
            .AddSingleton<IFhirSecurity, MachineSecurity>()
            .AddSingleton<IReferenceDataLoader, ClientsFile>();
}
