using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;

namespace ReferralHub.Activity;

public sealed class ActivityModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) => services.AddSingleton<IProjection, ActivityProjection>();
}
