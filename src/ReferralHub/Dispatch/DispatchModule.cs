using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals;

namespace ReferralHub.Dispatch;

public sealed class DispatchModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddHttpClient(ProviderClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    MaxConnectionsPerServer = 8,
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                }
            );
        services
            .AddSingleton<ProviderClient>()
            .AddSingleton<ProviderRefusals>()
            .AddSingleton<DispatchMoves>()
            .AddSingleton<NoticeMoves>()
            .AddSingleton<DispatchRecorder>()
            .AddSingleton<TakeProviderAnswer>()
            .AddSingleton<ReadProviderReferrals>()
            .AddSingleton<DispatchStage>();
        services.AddSingleton<IMessageEventHandler, ProviderResponseHandler>();
        services.AddSingleton<IReferralDestinations, Destinations>();
        // After dispatch the same worker tells the provider of amendments and withdrawals.
        foreach (var stage in new[] { Stage.Chosen, Stage.Dispatched, Stage.HandedOver, Stage.Cancelled, Stage.EnteredInError })
            services.AddSingleton(provider =>
                StageWorker.Create(
                    stage,
                    id => new DispatchReferral(id),
                    (ids, token) => provider.GetRequiredService<DispatchStage>().RunAllAsync(ids, token)
                )
            );
    }

    public void AddConsumers(IRegistrationConfigurator bus) =>
        bus.AddConsumer<DispatchReferralConsumer, DispatchReferralConsumerDefinition>();
}
