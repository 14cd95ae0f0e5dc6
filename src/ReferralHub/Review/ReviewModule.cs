using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals;
using ReferralHub.Review.Pages;
using ReferralHub.Web.Users;

namespace ReferralHub.Review;

public sealed class ReviewModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<ReviewService>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ReviewDrafts>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ReferralSheets>();
        services.AddSingleton<ReviewRecord>();
        services.AddSingleton<DecidedBanners>();
        services.AddSingleton<ReviewClaims>();
        services.AddSingleton<IScheduledCheck>(provider => provider.GetRequiredService<ReviewClaims>());
        services.AddSingleton<ReviewerInterests>();
        services.AddSingleton<IReferenceDataLoader>(provider => provider.GetRequiredService<ReviewerInterests>());
        services.AddSingleton<AccessLog>();
        services.AddSingleton<IReferralNotes, ReviewNotes>();
        services.AddSingleton<IFhirResourceType, ReviewerRoles>();
        // A decision takes effect when it can no longer be undone, and this wakes it.
        services.AddSingleton<ReviewStage>();
        services.AddSingleton(StageWorker.Create(Stage.InReview, id => new CarryOutDecision(id)));
    }

    public void AddConsumers(IRegistrationConfigurator bus) =>
        bus.AddConsumer<CarryOutDecisionConsumer, CarryOutDecisionConsumerDefinition>();

    public void MapRoutes(IEndpointRouteBuilder routes) => ReviewEndpoints.Map(routes);
}
