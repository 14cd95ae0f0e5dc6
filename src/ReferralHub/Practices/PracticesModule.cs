using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Practices.OurReferrals;
using ReferralHub.Practices.Referral;
using ReferralHub.Practices.Say;
using ReferralHub.Referrals;

namespace ReferralHub.Practices;

public sealed class PracticesModule : IHubModule
{
    static readonly FhirWrite TakesCommunications = new(
        "Communication",
        "create",
        "Takes what a practice says about its referral: an answer to a request for information, an appeal against a return, "
            + "or a withdrawal (category)."
    );

    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<ListOurReferrals>();
        services.AddSingleton<CountTurns>();
        services.AddSingleton<CountAsked>();
        services.AddSingleton<ReadPracticeView>();

        services.AddSingleton<SayAboutReferral>();
        services.AddSingleton<AnswerQuestion>();
        services.AddSingleton<AppealReturn>();
        services.AddSingleton<OpenAppeal>();
        services.AddSingleton<WithdrawReferral>();
        services.AddSingleton<IReferralNotes, PracticeNotes>();

        services.AddSingleton<CommunicationWriter>();
        services.AddSingleton<IFhirWriter>(provider => provider.GetRequiredService<CommunicationWriter>());
        services.AddSingleton(TakesCommunications);
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => PracticesEndpoints.Map(routes);
}
