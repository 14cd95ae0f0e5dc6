using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>What the FHIR face needs beside the types that modules register.</summary>
public static class FhirServices
{
    /// <summary>Folder beside the program with the hub's own profiles.</summary>
    const string OwnProfiles = "fhir-profiles";

    public static IServiceCollection AddFhirRest(this IServiceCollection services, HubSettings settings) =>
        services
            .AddSingleton(_ => LoadDefinitions(settings))
            // The hub takes what has extensions that it does not know (R4 §2.4.1.0.1), and so does not call them errors.
            .AddSingleton(p => new FhirValidator(p.GetRequiredService<DefinitionSet>(), p.GetService<TimeProvider>())
            {
                UnknownExtensions = UnknownExtensions.AreTold,
            })
            .AddSingleton<FhirRest>()
            .AddSingleton<FhirBatch>()
            .AddSingleton<ValidateOperation>()
            .AddSingleton<Capabilities>();

    /// <summary>The hub's own profiles, and those of the folder that is configured.</summary>
    /// <exception cref="DefinitionException">One cannot be used; the message says which and why.</exception>
    public static DefinitionSet LoadDefinitions(HubSettings settings)
    {
        var own = Path.Combine(AppContext.BaseDirectory, OwnProfiles);
        return DefinitionSet.Load(new[] { Directory.Exists(own) ? own : null, settings.ProfilesFolder }.OfType<string>());
    }
}
