using ReferralHub.Platform;
using ReferralHub.Web;

namespace ReferralHub.Choice;

/// <summary>
/// Where messages with patients' data may go: over TLS, to hosts that the operator has named. A directory is made by others, and a slip
/// in it must not send referrals to a stranger.
/// </summary>
public sealed class AllowedEndpoints(HubSettings settings)
{
    readonly bool takesLoopback = settings.Demonstration || settings.AllowInsecureProviderEndpoints;

    /// <summary>Why this address is not used, to follow "the endpoint"; null when it may be.</summary>
    public string? FindFault(string endpoint)
    {
        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
        )
            return "is no https address";
        if (uri.UserInfo.Length > 0)
            return "has a user or a password in it";
        if (takesLoopback && HostNames.IsLoopback(uri.Host.Trim('[', ']')))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "is not https, so that patients' data could be read on the way";
        return settings.ProviderEndpoints.Exists(allowed => IsWithin(uri, allowed))
            ? null
            : $"goes to {uri.IdnHost}, which the setting ProviderEndpoints does not name";
    }

    /// <summary>A host stands for all of it at its usual port; an address for what lies below it.</summary>
    static bool IsWithin(Uri uri, string allowed)
    {
        if (!allowed.Contains("://", StringComparison.Ordinal))
            return uri.IsDefaultPort && uri.IdnHost.Equals(allowed, StringComparison.OrdinalIgnoreCase);
        if (!Uri.TryCreate(allowed, UriKind.Absolute, out var parent))
            return false;
        var path = parent.AbsolutePath.TrimEnd('/');
        return uri.Scheme == parent.Scheme
            && uri.Port == parent.Port
            && uri.IdnHost.Equals(parent.IdnHost, StringComparison.OrdinalIgnoreCase)
            && (
                uri.AbsolutePath.Equals(path, StringComparison.Ordinal) || uri.AbsolutePath.StartsWith(path + "/", StringComparison.Ordinal)
            );
    }
}
