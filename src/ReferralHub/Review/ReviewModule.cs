using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Platform;
using ReferralHub.Platform.Fhir.Rest;

namespace ReferralHub.Review;

public sealed class ReviewModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services.AddSingleton<ReviewService>().AddSingleton<ReviewQueue>().AddSingleton<ReferralSheets>().AddSingleton<IReferralNotes, ReviewNotes>().AddSingleton<IFhirResourceType, ReviewerRoles>();

    public void MapRoutes(IEndpointRouteBuilder routes) => ReviewEndpoints.Map(routes);
}
