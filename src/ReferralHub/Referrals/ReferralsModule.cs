using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Referrals;

public sealed class ReferralsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<PracticeRegister>();
        services.AddSingleton<IReferenceDataLoader, PracticeLoader>();
        services.AddSingleton<OriginalDocuments>();
        services.AddSingleton<AttachmentContent>();
        services.AddSingleton<PdfReader>();
        services.AddSingleton<AllNotes>();
        services.AddSingleton<AllDestinations>();
        services.AddSingleton<ReferralQuery>();
        services.AddSingleton<ReferralHistory>();
        services.AddSingleton<IOrganisations, PracticeOrganisations>();
        services.AddSingleton<IFhirResourceType, ServiceRequestType>();
        services.AddSingleton<IFhirResourceType, TaskType>();
        services.AddSingleton<IFhirResourceType, PatientType>();
        services.AddSingleton<IFhirResourceType, OrganizationType>();
        services.AddSingleton<IFhirResourceType, CommunicationType>();
    }
}
