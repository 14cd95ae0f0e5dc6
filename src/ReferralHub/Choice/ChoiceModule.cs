using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals;
using ReferralHub.Triage;

namespace ReferralHub.Choice;

public sealed class ChoiceModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<ServiceDirectory>()
            .AddSingleton<ChoiceStage>()
            .AddSingleton<IStageWork>(provider => provider.GetRequiredService<ChoiceStage>())
            .AddSingleton<ChooseService>()
            .AddSingleton<ChoiceLinks>()
            .AddSingleton<ChoiceTries>()
            .AddSingleton<ChoiceSession>();
        services.AddSingleton<IReferenceDataLoader, DirectoryLoader>();
        services
            .AddSingleton<IFhirResourceType, HealthcareServiceType>()
            .AddSingleton<IOrganisations, ProviderOrganisations>()
            .AddSingleton<ITriageDirectory, TriageDirectory>()
            .AddSingleton<ISuitableServices, ServiceSearch>();
        services.AddSingleton<CapacitySearch>();
        if (settings.Runs("scheduler"))
            services.AddHostedService(provider => provider.GetRequiredService<CapacitySearch>());
        services.AddSingleton(provider =>
            StageWorker.Create(
                Stage.Accepted,
                id => new OfferChoice(id),
                (ids, token) =>
                    provider
                        .GetRequiredService<StageRunner>()
                        .RunAsync(Stage.Accepted, ids, provider.GetRequiredService<ChoiceStage>().AdvanceAsync, token)
            )
        );
    }

    public void AddConsumers(IRegistrationConfigurator bus) => bus.AddConsumer<OfferChoiceConsumer, OfferChoiceConsumerDefinition>();
}
