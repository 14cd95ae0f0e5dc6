using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ReferralHub.Platform;

namespace ReferralHub.Server.Hosting.Listening;

/// <summary>What is spoken on the addresses that a hub listens on, and whom it believes about who calls.</summary>
static class Listeners
{
    /// <summary>A client that is slower than this with the head of a request is not heard out.</summary>
    static readonly TimeSpan HeadersMax = TimeSpan.FromSeconds(15);

    /// <summary>Bytes a second that the body of a request or an answer must move at, after five seconds.</summary>
    const double BytesPerSecondMin = 240;

    static readonly TimeSpan SlowMax = TimeSpan.FromSeconds(5);

    /// <summary>Suites that keep what was said secret even when the key is lost later, and whose seal is of one piece.</summary>
    static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>Sets TLS, where it is asked for.</summary>
    /// <exception cref="SettingsException">The certificate cannot be used.</exception>
    public static void UseTls(WebApplicationBuilder builder, HubSettings settings, TimeProvider time)
    {
        if (!settings.Tls.IsGiven)
            return;
        var certificate = new ServerCertificate(settings.Tls, time);
        builder.Services.AddSingleton(certificate);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureHttpsDefaults(https =>
            {
                certificate.Log ??= kestrel.ApplicationServices.GetRequiredService<ILogger<ServerCertificate>>();
                https.SslProtocols = settings.Tls.MinimumVersion == "1.3" ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificateSelector = (_, _) => certificate.FindCurrent().TargetCertificate;
                https.OnAuthenticate = (_, ssl) =>
                {
                    (ssl.ServerCertificateSelectionCallback, ssl.ServerCertificateContext) = (null, certificate.FindCurrent());
                    ssl.AllowRenegotiation = false;
                    // The other systems choose suites for the whole machine.
                    if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
                        ssl.CipherSuitesPolicy = Policy;
                };
            })
        );
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    static CipherSuitesPolicy Policy => field ??= new(Suites);

    /// <summary>A client that sends or takes slowly, or says nothing, does not keep what others need.</summary>
    public static void LimitSlowClients(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = HeadersMax;
        limits.MinRequestBodyDataRate = new(BytesPerSecondMin, SlowMax);
        limits.MinResponseDataRate = new(BytesPerSecondMin, SlowMax);
    }

    /// <summary>
    /// Takes the caller's address and scheme from headers, when a known proxy wrote them. From anybody else they change nothing.
    /// </summary>
    public static void BelieveProxies(WebApplication app, HubSettings settings)
    {
        if (settings.KnownProxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As far back as the chain consists of known proxies.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.KnownProxies)
            if (IPAddress.TryParse(proxy, out var address))
                options.KnownProxies.Add(address);
            else
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        app.UseForwardedHeaders(options);
    }
}
