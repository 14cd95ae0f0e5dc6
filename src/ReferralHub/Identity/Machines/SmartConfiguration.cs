using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// What a system must know to get a token (SMART App Launch 2.2 §well-known, RFC 8414): only what the hub does.
/// </summary>
static class SmartConfiguration
{
    /// <summary>Where it is read, from the hub's address or its FHIR address.</summary>
    public const string Path = "/.well-known/smart-configuration";

    static readonly string[] Scopes = ["system/*.cruds", "system/*.rs", "system/ServiceRequest.cru", "system/Communication.c"];

    public static IResult Read(HttpContext http, HubSettings settings)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(
            JsonText.Write(w =>
            {
                w.WriteStartObject();
                w.WriteString("issuer", TokenAddress.FindIssuer(http.Request, settings));
                w.WriteString("token_endpoint", TokenAddress.FindTokenUrl(http.Request, settings));
                List("token_endpoint_auth_methods_supported", ["private_key_jwt"]);
                List("token_endpoint_auth_signing_alg_values_supported", [PublicKey.Rs384, PublicKey.Es384]);
                List("grant_types_supported", ["client_credentials"]);
                List("scopes_supported", [.. Scopes, .. SmartScopes.Own]);
                List("response_types_supported", []);
                List("code_challenge_methods_supported", []);
                List("capabilities", ["client-confidential-asymmetric", "permission-v1", "permission-v2"]);
                w.WriteEndObject();

                void List(string name, IReadOnlyList<string> items)
                {
                    w.WriteStartArray(name);
                    foreach (var item in items)
                        w.WriteStringValue(item);
                    w.WriteEndArray();
                }
            }),
            "application/json"
        );
    }
}
