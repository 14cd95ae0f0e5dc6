using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Identity.Audit;
using ReferralHub.Identity.People;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Referrals;

public sealed class ReferralsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<PracticeRegister>();
        services.AddSingleton<IOrganisationClosings>(provider => provider.GetRequiredService<PracticeRegister>());
        services.AddSingleton<IAuditedPatients, AuditedPatients>();
        services.AddSingleton<IReferenceDataLoader, PracticeLoader>();
        services.AddSingleton<OriginalDocuments>();
        services.AddSingleton<AttachmentContent>();
        services.AddSingleton<PdfReader>();
        services.AddSingleton<ClamdClient>();
        services.AddSingleton<OfferedAttachments>();
        services.AddSingleton<AttachmentVerdicts>();
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
        AddScanning(services, settings);
    }

    static void AddScanning(IServiceCollection services, HubSettings settings)
    {
        if (settings.Scanner.Address is not { Length: > 0 })
            return;
        services.AddSingleton<MalwareAlarm>();
        services.AddSingleton<ScannerOutage>();
        services.AddSingleton<ScanAttachments>();
        services.AddSingleton<ILogReader, FindAttachments>();
        // Nobody else asks the scanner, and elsewhere it need not be within reach.
        if (!settings.Runs("scheduler"))
            return;
        services.AddHostedService<ScanWorker>();
        services.AddHealthChecks().AddCheck<ScannerHealthCheck>(HealthNames.Scanner, tags: [HealthNames.Ready]);
    }
}
