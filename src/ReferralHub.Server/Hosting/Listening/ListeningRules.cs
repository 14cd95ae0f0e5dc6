using System.Net;
using ReferralHub.Platform;
using ReferralHub.Web;

namespace ReferralHub.Server.Hosting.Listening;

/// <summary>
/// Where a hub may listen. On loopback it needs nothing. Everywhere else what is said must not be read on the way: either the hub
/// itself speaks TLS, or a declared proxy in front of it does; and the keys of cookies must be wrapped, because copies of the database
/// are then worth stealing.
/// </summary>
public static class ListeningRules
{
    /// <summary>Refuses settings under which others could read along or pretend.</summary>
    /// <exception cref="SettingsException">Says which setting, and what to do.</exception>
    public static void Check(HubSettings settings)
    {
        CheckPublicUrl(settings);
        foreach (var proxy in settings.KnownProxies)
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
                throw new SettingsException(
                    $"KnownProxies: {proxy} is neither an address such as 10.0.0.7 nor a network such as 10.1.0.0/16."
                );
        if (settings.Tls.MinimumVersion is not ("1.2" or "1.3"))
            throw new SettingsException($"Tls:MinimumVersion is {settings.Tls.MinimumVersion}; it must be 1.2 or 1.3.");
        if (settings.Tls is { CertificateFile: not null, PfxFile: not null })
            throw new SettingsException("Tls has both CertificateFile and PfxFile; give one of them.");
        var addresses = ParseAddresses(settings.ListenOn);
        foreach (var address in addresses)
            CheckAddress(settings, address);
        if (addresses.All(a => IsLoopback(a.Uri)))
            return;
        if (settings.Demonstration)
            throw new SettingsException(
                "A demonstration lets anybody in as anybody, so it listens on loopback only (127.0.0.1, ::1, localhost)."
            );
        if (settings.PublicUrl is null)
            throw new SettingsException(
                "ListenOn has an address that others reach, so PublicUrl must say under which https address they do: links to patients "
                    + "begin with it, and other host names are refused."
            );
        if (settings.Keys.CertificateFile is null)
            throw new SettingsException(
                "ListenOn has an address that others reach, so Keys:CertificateFile must name a certificate (RSA, with its key): it wraps "
                    + "the keys of cookies, so that a copy of the database cannot forge one."
            );
    }

    /// <summary>Whether plain http is heard from other machines, which is right behind a declared proxy alone.</summary>
    public static bool ListensToProxy(HubSettings settings) =>
        ParseAddresses(settings.ListenOn).Any(a => a.Uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(a.Uri));

    static void CheckAddress(HubSettings settings, (string Text, Uri Uri) address)
    {
        if (address.Uri.Scheme == Uri.UriSchemeHttps)
        {
            if (!settings.Tls.IsGiven)
                throw new SettingsException(
                    $"ListenOn {address.Text} is an https address, so Tls must name a certificate: CertificateFile with KeyFile, or "
                        + "PfxFile."
                );
            return;
        }

        if (IsLoopback(address.Uri) || (settings.KnownProxies.Count > 0 && settings.PublicUrl is not null))
            return;
        throw new SettingsException(
            $"ListenOn {address.Text} is refused: what is sent there could be read on the way. There are two ways. Either give the hub a "
                + "certificate (Tls:CertificateFile and Tls:KeyFile, or Tls:PfxFile) and listen on https://; or put a proxy that speaks "
                + "TLS in front, name its address in KnownProxies and what people type in PublicUrl (https://…). Loopback addresses "
                + "(127.0.0.1, ::1, localhost) need neither."
        );
    }

    static void CheckPublicUrl(HubSettings settings)
    {
        if (settings.PublicUrl is not { } given)
            return;
        if (
            !Uri.TryCreate(given, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri is not { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
        )
            throw new SettingsException($"PublicUrl {given} is not an address such as https://referrals.example.nhs.uk, without a path.");
        if (uri.Scheme != Uri.UriSchemeHttps && !IsLoopback(uri))
            throw new SettingsException($"PublicUrl {given} is refused: what people open from elsewhere must begin with https://.");
    }

    static List<(string Text, Uri Uri)> ParseAddresses(string listenOn) =>
        [
            .. listenOn
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(address =>
                    Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                        ? (address, uri)
                        : throw new SettingsException(
                            $"ListenOn {address} is not an address such as http://127.0.0.1:5080 or https://0.0.0.0:443."
                        )
                ),
        ];

    static bool IsLoopback(Uri address) => HostNames.IsLoopback(address.Host.Trim('[', ']'));
}
