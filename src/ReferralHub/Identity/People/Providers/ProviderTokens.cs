using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace ReferralHub.Identity.People.Providers;

/// <summary>The claims of an id token as they came.</summary>
static class ProviderTokens
{
    public const string PayloadClaim = "referralhub-payload";

    public static void KeepPayload(TokenValidatedContext context)
    {
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(context.SecurityToken.RawPayload));
        context.Principal!.AddIdentity(new ClaimsIdentity([new(PayloadClaim, payload)]));
    }
}
