using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Triage.Approval;
using ReferralHub.Triage.Measures;

namespace ReferralHub.Triage;

public sealed class TriageModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<PackFolder>()
            .AddSingleton<PackActReader>()
            .AddSingleton<RulePacks>()
            .AddSingleton<RecordPackAct>()
            .AddSingleton<TriageInputs>()
            .AddSingleton<KeptRulePacks>()
            .AddSingleton<TriageTraces>()
            .AddSingleton<RuleMeasures>()
            .AddSingleton<IProjection, RuleMeasureProjection>()
            .AddSingleton<IScheduledCheck, RuleOverrides>()
            .AddSingleton<IFhirResourceType, PlanDefinitionType>()
            .AddSingleton<IFhirResourceType, GuidanceResponseType>()
            .AddSingleton<Simulation.RuleSimulation>()
            .AddSingleton<SuitableServices>()
            .AddSingleton<InterestRegister>()
            .AddSingleton<IReferenceDataLoader, InterestLoader>()
            .AddSingleton<TriageStage>()
            .AddSingleton<IReferralNotes, TriageNotes>();
        services.AddSingleton(provider =>
            StageWorker.Create(
                Stage.Received,
                id => new TriageReferral(id),
                (ids, token) =>
                    provider
                        .GetRequiredService<StageRunner>()
                        .RunAsync(Stage.Received, ids, provider.GetRequiredService<TriageStage>().AdvanceAsync, token)
            )
        );
    }

    public void MapRoutes(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes) => TriageEndpoints.Map(routes);

    public void AddConsumers(IRegistrationConfigurator bus) => bus.AddConsumer<TriageReferralConsumer, TriageReferralConsumerDefinition>();
}
