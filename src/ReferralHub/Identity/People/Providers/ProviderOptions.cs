using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ReferralHub.Platform;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Providers;

/// <summary>
/// Sets OpenID Connect up: code flow with PKCE, the answer in the query, because a form that comes from another site is refused here.
/// </summary>
static class ProviderOptions
{
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);
    static readonly TimeSpan SignInMax = TimeSpan.FromMinutes(15);
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    /// <summary>Algorithms of signatures that are taken: none with a shared secret, and never none.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
    ];

    public static void Add(IServiceCollection services, HubSettings settings)
    {
        var schemes = services.AddAuthentication();
        foreach (var provider in settings.IdentityProviders)
            schemes.AddOpenIdConnect(ProviderCatalogue.Scheme(provider.Name), o => Configure(o, provider));
    }

    static void Configure(OpenIdConnectOptions o, IdentityProviderSettings provider)
    {
        o.Authority = provider.Authority;
        o.ClientId = provider.ClientId;
        o.ClientSecret = ProviderCatalogue.ReadSecret(provider);
        o.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        o.ResponseType = OpenIdConnectResponseType.Code;
        o.ResponseMode = OpenIdConnectResponseMode.Query;
        o.UsePkce = true;
        o.CallbackPath = $"/signin/{provider.Name}/callback";
        // The hub begins a session of its own; nothing of the provider's is kept in a cookie.
        o.SignInScheme = CurrentUser.Scheme;
        o.SaveTokens = false;
        o.MapInboundClaims = false;
        o.DisableTelemetry = true;
        o.GetClaimsFromUserInfoEndpoint = provider.ClaimsFromUserInfo;
        o.RemoteAuthenticationTimeout = SignInMax;
        o.BackchannelTimeout = AnswerMax;
        o.TokenValidationParameters.ClockSkew = ClockSkew;
        o.TokenValidationParameters.ValidAlgorithms = Algorithms;
        o.Scope.Clear();
        foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            o.Scope.Add(scope);
        // They must come back with the provider's redirect, which is a navigation from another site.
        Configure(o.CorrelationCookie, "rh-signin.");
        Configure(o.NonceCookie, "rh-nonce.");
        o.EventsType = typeof(ProviderEvents);
    }

    static void Configure(CookieBuilder cookie, string name) =>
        (cookie.Name, cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (
            name,
            SameSiteMode.Lax,
            CookieSecurePolicy.SameAsRequest,
            true
        );
}
