using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;

namespace ReferralHub.Triage;

public sealed class TriageModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<RulePacks>().AddSingleton<TriageStage>().AddSingleton<IReferralNotes, TriageNotes>();
        services.AddSingleton(StageWorker.For(Stage.Received, id => new TriageReferral(id)));
    }

    public void AddConsumers(IRegistrationConfigurator bus) => bus.AddConsumer<TriageReferralConsumer, TriageReferralConsumerDefinition>();
}
