using System.Net;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Web;

/// <summary>Under which names the hub answers, and how links to it begin.</summary>
public static class HostNames
{
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>All names but those of loopback, which always count.</summary>
    public static HashSet<string> ListAllowed(HubSettings settings)
    {
        var names = settings.AllowedHosts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (settings.PublicUrl is { } url)
            names.Add(new Uri(url).Host);
        return names;
    }

    extension(HubSettings settings)
    {
        /// <summary>The address of a page of this hub, for somebody who reads it elsewhere.</summary>
        /// <param name="path">Begins with a slash.</param>
        /// <param name="request">The request that asks; its address counts when there is no <see cref="HubSettings.PublicUrl"/>.</param>
        public string LinkTo(string path, HttpRequest request) => settings.LinkTo(path, $"{request.Scheme}://{request.Host}");

        /// <param name="path">Begins with a slash.</param>
        /// <param name="otherwise">How the link begins when there is no <see cref="HubSettings.PublicUrl"/>.</param>
        public string LinkTo(string path, string otherwise) => (settings.PublicUrl ?? otherwise).TrimEnd('/') + path;
    }
}
