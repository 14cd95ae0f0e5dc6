using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>The names under which the hub gives out tokens: its public address when one is set, else the one that was called.</summary>
static class TokenAddress
{
    public const string Path = "/oauth/token";

    /// <summary>The hub's own address without a slash at the end, which is also its name as issuer.</summary>
    public static string FindIssuer(HttpRequest request, HubSettings settings) =>
        settings.PublicUrl is { Length: > 0 } set ? set.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}";

    public static string FindTokenUrl(HttpRequest request, HubSettings settings) => FindIssuer(request, settings) + Path;
}
