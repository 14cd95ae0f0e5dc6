using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;
using ReferralHub.Platform.Fhir.Rest;

namespace ReferralHub.Intake;

public sealed class IntakeModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<PracticeRegister>()
            .AddSingleton<IntakeWriter>()
            .AddSingleton<IntakeQueue>()
            .AddSingleton<IntakeService>()
            .AddSingleton<IntakeProfiles>();
        services
            .AddSingleton<IReferenceDataLoader, PracticeLoader>()
            .AddSingleton<IntakeAnswers>()
            .AddSingleton<MessagePost>()
            .AddSingleton<OriginalDocuments>()
            .AddSingleton<AttachmentContent>()
            .AddSingleton<AppealWriter>();
        AddFhir(services);
        services.AddHostedService(provider => provider.GetRequiredService<IntakeQueue>());
    }

    static void AddFhir(IServiceCollection services)
    {
        services.AddSingleton<AllNotes>().AddSingleton<ReferralQuery>().AddSingleton<ReferralHistory>();
        services
            .AddSingleton<IFhirResourceType, ServiceRequestType>()
            .AddSingleton<IFhirResourceType, TaskType>()
            .AddSingleton<IFhirResourceType, PatientType>();
        services
            .AddSingleton<IFhirResourceType, OrganizationType>()
            .AddSingleton<IFhirResourceType, CommunicationType>()
            .AddSingleton<IOrganisations, PracticeOrganisations>();
        services
            .AddSingleton<ReferralWriter>()
            .AddSingleton<IFhirWriter>(provider => provider.GetRequiredService<ReferralWriter>())
            .AddSingleton<IFhirResourceCheck, IntakeCheck>();
        services.AddSingleton(
            new FhirWrite(
                "ServiceRequest",
                "create",
                "Takes a referral with its patient and what else it refers to contained; If-None-Exist makes it conditional."
            )
        );
        services.AddSingleton(
            new FhirWrite(
                "ServiceRequest",
                "update",
                "Amends a referral with its whole content, or withdraws it (status revoked or entered-in-error); If-Match guards against changes in between."
            )
        );
        services.AddSingleton(new FhirWrite("", "transaction", "One referral with what belongs to it, all or nothing; or reads only."));
        services.AddSingleton(new FhirWrite("", "batch", "Reads, searches, creates and updates, each for itself."));
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => IntakeEndpoints.Map(routes);
}
