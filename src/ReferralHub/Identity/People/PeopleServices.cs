using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Identity.People.Pages;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People;

/// <summary>Services by which people sign in.</summary>
static class PeopleServices
{
    public static void Add(IServiceCollection services, HubSettings settings)
    {
        services
            .AddSingleton<StaffSessions>()
            .AddSingleton<RecordPerson>()
            .AddSingleton<ReadPeople>()
            .AddSingleton<SignInPerson>()
            .AddSingleton<DemonstrationPeople>();
        services.AddSingleton<IReferenceDataLoader>(provider => provider.GetRequiredService<DemonstrationPeople>());
        services.AddSingleton<Invitations>().AddSingleton<Passphrases>().AddSingleton<ChangeRoles>();
        services.AddSingleton<ProviderCatalogue>().AddSingleton<ProviderEvents>().AddSingleton<EndProviderSessions>();
        services.AddScoped<SignInMeans>();
        services.AddSingleton(provider => new SessionIssuer(
            provider.GetRequiredService<Platform.Data.HubDatabase>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StaffSessions>(),
            provider.GetRequiredService<ILogger<SessionIssuer>>()
        ));
        services
            .AddAuthentication(CurrentUser.Scheme)
            .AddScheme<AuthenticationSchemeOptions, StaffSessionHandler>(CurrentUser.Scheme, _ => { });
        ProviderOptions.Add(services, settings);
        Passkeys.Add(services);
    }
}
