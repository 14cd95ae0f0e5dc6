using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Choice;
using ReferralHub.Server;
using ReferralHub.Server.Hosting.Listening;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>A hub that speaks TLS itself, under a public name.</summary>
public sealed class TlsTests
{
    const string Name = "referrals.example";

    [Fact]
    public async Task HubOverTls_Answers_WithHstsAndNewTlsOnly()
    {
        using var certificate = new TestCertificate(Name);
        await using var hub = await StartAsync(certificate);
        using var client = Client(hub);

        using var answer = await client.GetAsync("/fhir/metadata");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        (await HandshakeAsync(hub, SslProtocols.Tls13)).Protocol.ShouldBe(SslProtocols.Tls13);
        (await HandshakeAsync(hub, SslProtocols.Tls12)).Protocol.ShouldBe(SslProtocols.Tls12);
#pragma warning disable SYSLIB0039 // That the old version is refused is what is tested.
        await Should.ThrowAsync<Exception>(() => HandshakeAsync(hub, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039
    }

    [Fact]
    public async Task PlainHttpOnLoopback_HasNoHsts()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var answer = await hub.Http.GetAsync("/fhir/metadata");
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task CertificateWrittenAnew_IsServedWithoutARestart()
    {
        using var certificate = new TestCertificate(Name);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hub = await StartAsync(certificate, time);
        var first = (await HandshakeAsync(hub, SslProtocols.Tls13)).Thumbprint;
        certificate.Write(Name);
        File.SetLastWriteTimeUtc(certificate.CertificateFile, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        var soon = (await HandshakeAsync(hub, SslProtocols.Tls13)).Thumbprint;

        time.Advance(TimeSpan.FromSeconds(11));
        var later = (await HandshakeAsync(hub, SslProtocols.Tls13)).Thumbprint;
        File.WriteAllText(certificate.CertificateFile, "half a certificate");
        File.SetLastWriteTimeUtc(certificate.CertificateFile, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2));
        time.Advance(TimeSpan.FromSeconds(11));
        var spoilt = (await HandshakeAsync(hub, SslProtocols.Tls13)).Thumbprint;

        first.ShouldNotBe(certificate.Thumbprint);
        soon.ShouldBe(first);
        later.ShouldBe(certificate.Thumbprint);
        spoilt.ShouldBe(certificate.Thumbprint, "a new file that cannot be read leaves the old certificate");
    }

    [Fact]
    public void CertificateInOneFileWithPassword_IsRead_AndWithTheWrongOneRefusedInWords()
    {
        using var certificate = new TestCertificate(Name);
        var pfx = certificate.WritePfx("Canary word");
        var right = certificate.WriteFile("right", "Canary word\n");
        var wrong = certificate.WriteFile("wrong", "another\n");

        var read = new ServerCertificate(new() { PfxFile = pfx, PasswordFile = right }, TimeProvider.System);
        var refused = Should.Throw<SettingsException>(() =>
            new ServerCertificate(new() { PfxFile = pfx, PasswordFile = wrong }, TimeProvider.System)
        );

        read.FindCurrent().TargetCertificate.Thumbprint.ShouldBe(certificate.Thumbprint);
        refused.Message.ShouldContain("is the password right");
        Should
            .Throw<SettingsException>(() => new ServerCertificate(new() { PfxFile = "/nowhere.pfx" }, TimeProvider.System))
            .Message.ShouldContain("there is no file /nowhere.pfx");
    }

    /// <summary>Sentence 25.</summary>
    [Fact]
    public async Task S25_CookiesOverTls_AreBoundToTheHost_AndOnLoopbackHaveThePlainName()
    {
        using var certificate = new TestCertificate(Name);
        await using var hub = await StartAsync(certificate);
        using var client = Client(hub);
        using var page = await client.GetAsync("/choose/unknown");

        var secure = page.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        await using var plainHub = await TestHub.StartAsync("web");
        using var plain = await plainHub.Http.GetAsync("/choose/unknown");

        secure.ShouldStartWith("__Host-rh-form=");
        foreach (var flag in new[] { "; path=/", "; secure", "; samesite=strict", "; httponly" })
            secure.ToLowerInvariant().ShouldContain(flag);
        secure.ToLowerInvariant().ShouldNotContain("domain=");
        var loopback = plain.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        loopback.ShouldStartWith("rh-form=");
        loopback.ToLowerInvariant().ShouldContain("; httponly");
        loopback.ToLowerInvariant().ShouldContain("; samesite=strict");
    }

    /// <summary>Sentence 25.</summary>
    [Fact]
    public async Task S25_CookieWithoutThePrefix_IsNotTakenOverTls()
    {
        using var certificate = new TestCertificate(Name);
        await using var hub = await StartAsync(certificate, roles: "web,worker,scheduler");
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var link = (await hub.Get<ChoiceLinks>().IssueAsync(id, CancellationToken.None))!;
        var jar = new CookieContainer();
        using var client = Client(hub, jar);
        using var browser = new PageClient(client);
        await browser.GetAsync($"/choose/{link}");

        var options = await browser.PostAsync($"/choose/{link}", ("Day", "1"), ("Month", "5"), ("Year", "1970"));
        var cookies = jar.GetAllCookies().ToDictionary(c => c.Name, c => c.Value);
        using var stranger = Client(hub);
        using var withPrefix = await GetChooseAsync(stranger, $"__Host-rh-choice={cookies["__Host-rh-choice"]}");
        using var without = await GetChooseAsync(stranger, $"rh-choice={cookies["__Host-rh-choice"]}");

        options.ShouldContain("Choose where to be seen");
        cookies.Keys.ShouldAllBe(n => n.StartsWith("__Host-", StringComparison.Ordinal));
        withPrefix.StatusCode.ShouldBe(HttpStatusCode.OK);
        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    static async Task<HttpResponseMessage> GetChooseAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/choose");
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request);
    }

    static Task<TestHub> StartAsync(TestCertificate certificate, TimeProvider? time = null, string roles = "web") =>
        TestHub.StartAsync(
            roles,
            time,
            set: s =>
            {
                s.ListenOn = "http://127.0.0.1:0;https://127.0.0.1:0";
                (s.Tls.CertificateFile, s.Tls.KeyFile) = (certificate.CertificateFile, certificate.KeyFile);
                s.PublicUrl = $"https://{Name}";
            }
        );

    /// <summary>Port of the address that speaks TLS.</summary>
    static int FindPort(TestHub hub) =>
        new Uri(
            hub.Get<IServer>()
                .Features.GetRequiredFeature<IServerAddressesFeature>()
                .Addresses.First(a => a.StartsWith("https:", StringComparison.Ordinal))
        ).Port;

    /// <summary>Somebody who knows the hub by its public name.</summary>
    static HttpClient Client(TestHub hub, CookieContainer? cookies = null)
    {
        var port = FindPort(hub);
        var handler = new SocketsHttpHandler
        {
            UseCookies = cookies is not null,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        if (cookies is not null)
            handler.CookieContainer = cookies;
        return new(handler) { BaseAddress = new($"https://{Name}") };
    }

    static async Task<(SslProtocols Protocol, string Thumbprint)> HandshakeAsync(TestHub hub, SslProtocols protocols)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, FindPort(hub));
        await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Name, EnabledSslProtocols = protocols });
        return (stream.SslProtocol, stream.RemoteCertificate!.GetCertHashString());
    }
}
