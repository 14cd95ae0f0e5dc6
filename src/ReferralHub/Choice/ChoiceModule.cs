using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;
using ReferralHub.Referrals;
using ReferralHub.Triage;

namespace ReferralHub.Choice;

public sealed class ChoiceModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<ServiceDirectory>()
            .AddSingleton<OptionPrices>()
            .AddSingleton<ChoiceStage>()
            .AddSingleton<IStageWork>(provider => provider.GetRequiredService<ChoiceStage>())
            .AddSingleton<ChooseService>()
            .AddSingleton<ChoiceLinks>()
            .AddSingleton<BookingDesk>()
            .AddSingleton<PutBeforeClinician>()
            .AddSingleton<ChoiceTries>()
            .AddSingleton<AllowedEndpoints>()
            .AddSingleton<ChoiceSession>();
        services.AddSingleton<IReferenceDataLoader, DirectoryLoader>();
        services
            .AddSingleton<IFhirResourceType, HealthcareServiceType>()
            .AddSingleton<IOrganisations, ProviderOrganisations>()
            .AddSingleton<ITriageDirectory, TriageDirectory>()
            .AddSingleton<ISuitableServices, ServiceSearch>();
        services.AddSingleton<CapacitySearch>();
        services.AddHealthChecks().AddCheck<ChoiceTriesHealthCheck>(HealthNames.PatientLinks, tags: [HealthNames.Ready]);
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
