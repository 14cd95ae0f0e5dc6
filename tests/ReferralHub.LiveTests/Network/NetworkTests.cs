using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ReferralHub.Tests.Server.Listening;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Network;

/// <summary>A hub that others reach over a network: over TLS, or not at all.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    const string Name = "referrals.example";
    const int Port = 8443;
    static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    static readonly TimeSpan ScanMax = TimeSpan.FromMinutes(5);

    /// <summary>What testssl.sh finds wrong with a certificate that no public authority has issued, and not with the listener.</summary>
    static readonly string[] OfTheCertificate =
    [
        "cert_revocation",
        "cert_crlDistributionPoints",
        "cert_ocspURL",
        "DNS_CAArecord",
        // Its own openssl cannot try the suites of GOST.
        "engine_problem",
    ];

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-network-");
    readonly TestCertificate certificate = new(Name);
    OwnNetwork? network;

    (string, string)[] OverTls =>
        [
            ("ReferralHub__DataDirectory", folder.FullName),
            ("ReferralHub__ListenOn", $"https://{OwnNetwork.HubAddress}:{Port}"),
            ("ReferralHub__PublicUrl", $"https://{Name}:{Port}"),
            ("ReferralHub__Tls__CertificateFile", certificate.CertificateFile),
            ("ReferralHub__Tls__KeyFile", certificate.KeyFile),
            ("ReferralHub__Keys__CertificateFile", certificate.CertificateFile),
            ("ReferralHub__Keys__KeyFile", certificate.KeyFile),
        ];

    public async Task InitializeAsync()
    {
        if (OwnNetwork.Missing is null)
            network = await OwnNetwork.LayAsync();
    }

    public async Task DisposeAsync()
    {
        if (network is not null)
            await network.DisposeAsync();
        certificate.Dispose();
        folder.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task HubOnANetwork_OverTls_ServesSystemsStaffAndPatients()
    {
        Skip.If(OwnNetwork.Missing is not null, OwnNetwork.Missing);
        await using var hub = Begin(OverTls);
        using var client = Client();
        await ReadyAsync(hub, client);

        using var metadata = await client.GetAsync("/fhir/metadata");
        using var signIn = await client.GetAsync("/user");
        using var patient = await client.GetAsync("/choose/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        using var strange = new HttpRequestMessage(HttpMethod.Get, "/fhir/metadata") { Headers = { Host = "evil.example" } };
        using var stranger = Client(checks: false);
        using var refused = await stranger.SendAsync(strange);
        using var metrics = await client.GetAsync("/metrics");

        metadata.StatusCode.ShouldBe(HttpStatusCode.OK);
        metadata.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem();
        signIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await patient.Content.ReadAsStringAsync()).ShouldContain("What is your date of birth?");
        patient.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.StartsWith("__Host-rh-", StringComparison.Ordinal));
        refused.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        metrics.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        hub.Output.ShouldContain($"people come by https://{Name}:{Port}");
    }

    [SkippableFact]
    public async Task HubOnANetwork_BehindADeclaredProxy_HearsTheProxyAlone()
    {
        Skip.If(OwnNetwork.Missing is not null, OwnNetwork.Missing);
        const int port = 8080;
        await using var hub = Begin([
            ("ReferralHub__DataDirectory", folder.FullName),
            ("ReferralHub__ListenOn", $"http://{OwnNetwork.HubAddress}:{port}"),
            ("ReferralHub__PublicUrl", $"https://{Name}"),
            ("ReferralHub__KnownProxies__0", OwnNetwork.CallersAddress),
            ("ReferralHub__Keys__CertificateFile", certificate.CertificateFile),
            ("ReferralHub__Keys__KeyFile", certificate.KeyFile),
        ]);
        using var client = new HttpClient { BaseAddress = new($"http://{OwnNetwork.HubAddress}:{port}") };
        client.DefaultRequestHeaders.Host = Name;
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        await ReadyAsync(hub, client);

        using var page = await client.GetAsync("/choose/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        client.DefaultRequestHeaders.Remove("X-Forwarded-Proto");
        using var plain = await client.GetAsync("/choose/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.StartsWith("__Host-rh-", StringComparison.Ordinal));
        plain.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "what did not come over TLS to the proxy is not answered");
        (await plain.Content.ReadAsStringAsync()).ShouldContain($"over TLS only: https://{Name}");
    }

    [SkippableFact]
    public async Task HubOnANetwork_WithoutTlsOrProxy_DoesNotStart_AndSaysBothWays()
    {
        Skip.If(OwnNetwork.Missing is not null, OwnNetwork.Missing);
        await using var hub = Begin([
            ("ReferralHub__DataDirectory", folder.FullName),
            ("ReferralHub__ListenOn", $"http://{OwnNetwork.HubAddress}:8080"),
        ]);

        (await hub.EndedAsync(StartMax)).ShouldBe(1);

        await Task.Yield();
        hub.Output.ShouldContain("could be read on the way. There are two ways.");
        hub.Output.ShouldContain("Tls:CertificateFile and Tls:KeyFile");
        hub.Output.ShouldContain("KnownProxies");
    }

    [SkippableFact]
    public async Task TlsListener_HasNothingAboveLow_ForTestssl()
    {
        Skip.If(OwnNetwork.Missing is not null, OwnNetwork.Missing);
        Skip.IfNot(File.Exists("/usr/bin/testssl"), "testssl.sh is not installed.");
        await using var hub = Begin(OverTls);
        using var client = Client();
        await ReadyAsync(hub, client);
        var report = Path.Combine(folder.FullName, "testssl.json");

        var output = await ScanAsync(report);

        using var findings = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        var all = findings
            .RootElement.EnumerateArray()
            .Select(f =>
                (
                    Id: f.GetProperty("id").GetString()!,
                    Severity: f.GetProperty("severity").GetString()!,
                    Finding: f.GetProperty("finding").GetString()
                )
            )
            .ToList();
        all.ShouldContain(f => f.Id == "TLS1_3" && f.Severity == "OK", output);
        all.Where(f => f.Severity is "MEDIUM" or "HIGH" or "CRITICAL" or "FATAL")
            .Where(f => !OfTheCertificate.Any(c => f.Id.StartsWith(c, StringComparison.Ordinal)))
            .Select(f => $"{f.Severity} {f.Id}: {f.Finding}")
            .ShouldBeEmpty();
    }

    async Task<string> ScanAsync(string report)
    {
        var start = new ProcessStartInfo("/usr/bin/testssl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            var argument in new[]
            {
                "--quiet",
                "--warnings=off",
                "--color=0",
                "--nodns=min",
                $"--ip={OwnNetwork.HubAddress}",
                $"--add-ca={certificate.AuthorityFile}",
                $"--jsonfile={report}",
                $"{Name}:{Port}",
            }
        )
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(ScanMax);
        return await output + await error;
    }

    static HubProcess Begin((string, string)[] settings) =>
        HubProcess.BeginIn(OwnNetwork.Name, $"https://{OwnNetwork.HubAddress}:{Port}", ["serve"], settings);

    /// <summary>Somebody on the other machine, who knows the hub by its name and trusts the authority of the test alone.</summary>
    /// <param name="checks">False for somebody who comes under a wrong name and goes on all the same.</param>
    HttpClient Client(bool checks = true)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(certificate.AuthorityFile);
        return new(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = checks ? null : (_, _, _, _) => true,
                    CertificateChainPolicy = new()
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { authority },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
                ConnectCallback = async (_, token) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Parse(OwnNetwork.HubAddress), Port, token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new($"https://{Name}:{Port}"),
        };
    }

    static async Task ReadyAsync(HubProcess hub, HttpClient client)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StartMax; await Task.Delay(100))
            try
            {
                if (hub.HasExited)
                    throw new InvalidOperationException($"The hub ended: {hub.Output}");
                using var answer = await client.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException)
            {
                // It does not listen yet.
            }

        throw new TimeoutException($"The hub was not ready in time: {hub.Output}");
    }
}
