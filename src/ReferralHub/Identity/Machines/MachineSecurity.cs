using Microsoft.AspNetCore.Http;
using ReferralHub.FhirApi;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>How systems sign in, as the CapabilityStatement says it (SMART App Launch 2.2 §capability statement).</summary>
sealed class MachineSecurity(HubSettings settings) : IFhirSecurity
{
    const string Services = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    public string FindAddress(HttpRequest request) => TokenAddress.FindIssuer(request, settings);

    /// <remarks>
    /// Without the extension oauth-uris: its definition wants an address at which people authorise apps, and the hub has none.
    /// </remarks>
    public R4.CapabilityStatement.SecurityComponent Create(string address) =>
        new()
        {
            Service = [R4Values.Concept(Services, "SMART-on-FHIR", "SMART-on-FHIR")],
            Description =
                "Systems sign in with SMART Backend Services: client credentials with private_key_jwt, RS384 or ES384; "
                + $"{address}{SmartConfiguration.Path} says where. People use the hub's pages and not this interface.",
        };
}
