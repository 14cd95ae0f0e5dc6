using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning;

public sealed class CommissioningModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services.AddSingleton<CommissioningStore>().AddSingleton<IReferenceDataLoader, ConfigurationLoader>();
}
