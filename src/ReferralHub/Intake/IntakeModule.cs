using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;

namespace ReferralHub.Intake;

public sealed class IntakeModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<IntakeWriter>();
        services.AddSingleton<IntakeQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeQueue>());
        services.AddSingleton<IntakeService>();
        services.AddSingleton<IntakeProfiles>();
        services.AddSingleton<IntakeAnswers>();
        services.AddSingleton<MessagePost>();
        services.AddSingleton<IFhirResourceCheck, IntakeCheck>();
        services.AddSingleton<IntakeTrial>();
        services.AddSingleton<ReferralWriter>();
        services.AddSingleton<IFhirWriter>(provider => provider.GetRequiredService<ReferralWriter>());
        services.AddHealthChecks().AddCheck<IntakeHealthCheck>(HealthNames.Intake, tags: [HealthNames.Ready]);
        foreach (var write in Writes)
            services.AddSingleton(write);
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => IntakeEndpoints.Map(routes);

    /// <summary>What the CapabilityStatement says of writing.</summary>
    static readonly FhirWrite[] Writes =
    [
        new(
            "ServiceRequest",
            "create",
            "Takes a referral with its patient and what else it refers to contained; If-None-Exist makes it conditional."
        ),
        new(
            "ServiceRequest",
            "update",
            "Amends a referral with its whole content, or withdraws it (status revoked or entered-in-error); "
                + "If-Match guards against changes in between."
        ),
        new("", "transaction", "One referral with what belongs to it, all or nothing; or reads only."),
        new("", "batch", "Reads, searches, creates and updates, each for itself."),
    ];
}
