using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Fhir.Rest;
using ReferralHub.Platform.Log;

namespace ReferralHub.Review;

public sealed class ReviewModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<ReviewService>()
            .AddSingleton<ReviewQueue>()
            .AddSingleton<ReviewDrafts>()
            .AddSingleton<ReviewDesk>()
            .AddSingleton<ReferralSheets>()
            .AddSingleton<ReviewRecord>()
            .AddSingleton<Pages.DecidedBanners>();
        services.AddSingleton<ReviewClaims>().AddSingleton<IScheduledCheck>(provider => provider.GetRequiredService<ReviewClaims>());
        services
            .AddSingleton<ReviewerInterests>()
            .AddSingleton<IReferenceDataLoader>(provider => provider.GetRequiredService<ReviewerInterests>());
        services
            .AddSingleton<PracticeDesk>()
            .AddSingleton<AccessLog>()
            .AddSingleton<IReferralNotes, ReviewNotes>()
            .AddSingleton<IFhirResourceType, ReviewerRoles>();
        services
            .AddSingleton<CommunicationWriter>()
            .AddSingleton<IFhirWriter>(provider => provider.GetRequiredService<CommunicationWriter>());
        services.AddSingleton(
            new FhirWrite(
                "Communication",
                "create",
                "Takes what a practice says about its referral: an answer to a request for information, an appeal against a return, or a withdrawal (category)."
            )
        );
        // A decision takes effect when it can no longer be undone, and this wakes it.
        services.AddSingleton<ReviewStage>().AddSingleton(StageWorker.For(Stage.InReview, id => new CarryOutDecision(id)));
    }

    public void AddConsumers(IRegistrationConfigurator bus) =>
        bus.AddConsumer<CarryOutDecisionConsumer, CarryOutDecisionConsumerDefinition>();

    public void MapRoutes(IEndpointRouteBuilder routes) => ReviewEndpoints.Map(routes);
}
