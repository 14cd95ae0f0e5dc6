using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Platform;

namespace ReferralHub.Review;

public sealed class ReviewModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services.AddSingleton<ReviewService>().AddSingleton<ReviewQueue>().AddSingleton<ReferralSheets>().AddSingleton<IReferralNotes, ReviewNotes>();

    public void MapRoutes(IEndpointRouteBuilder routes) => ReviewEndpoints.Map(routes);
}
