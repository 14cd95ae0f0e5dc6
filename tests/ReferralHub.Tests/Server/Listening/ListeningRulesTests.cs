using ReferralHub.Platform;
using ReferralHub.Server;
using ReferralHub.Server.Hosting;
using ReferralHub.Server.Hosting.Listening;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>Where a hub listens, and in which words it refuses to.</summary>
public sealed class ListeningRulesTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://127.0.0.1:5080;http://[::]:5080")]
    [InlineData("http://hub.example:5080")]
    public void OpenAddress_WithoutTlsOrProxy_IsRefusedWithBothWays(string address)
    {
        var refused = Should.Throw<SettingsException>(() => new HubBuilder(Program.Flow).Build(new() { ListenOn = address }, null!));

        refused.Message.ShouldContain("could be read on the way");
        refused.Message.ShouldContain("Tls:CertificateFile and Tls:KeyFile, or Tls:PfxFile");
        refused.Message.ShouldContain("KnownProxies");
        refused.Message.ShouldContain("PublicUrl");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080;http://127.0.0.2:80")]
    public void Loopback_NeedsNothing(string address) => ListeningRules.Check(new() { ListenOn = address });

    [Fact]
    public void OpenAddress_OverTlsOrBehindAProxy_IsTaken()
    {
        ListeningRules.Check(OverTls(_ => { }));
        ListeningRules.Check(BehindProxy(_ => { }));
    }

    public static TheoryData<string, Action<HubSettings>> OverTlsRefused =>
        new()
        {
            { "Tls must name a certificate", s => s.Tls.PfxFile = null },
            { "PublicUrl must say under which https address", s => s.PublicUrl = null },
            { "Keys:CertificateFile must name a certificate", s => s.Keys.CertificateFile = null },
            { "it must be 1.2 or 1.3", s => s.Tls.MinimumVersion = "1.0" },
            { "give one of them", s => s.Tls.CertificateFile = "hub.pem" },
            { "A demonstration lets anybody in", s => s.Demonstration = true },
            { "must begin with https://", s => s.PublicUrl = "http://hub.example" },
            { "is not an address such as", s => s.PublicUrl = "https://hub.example/referrals" },
            { "is not an address such as", s => s.PublicUrl = "hub.example" },
            { "ListenOn ftp://0.0.0.0 is not an address", s => s.ListenOn = "ftp://0.0.0.0" },
            { "ListenOn http://*:80 is not an address", s => s.ListenOn = "http://*:80" },
        };

    [Theory]
    [MemberData(nameof(OverTlsRefused))]
    public void OpenAddressOverTls_WithSomethingMissing_IsRefusedInWords(string said, Action<HubSettings> spoil) =>
        Should.Throw<SettingsException>(() => ListeningRules.Check(OverTls(spoil))).Message.ShouldContain(said);

    public static TheoryData<string, Action<HubSettings>> BehindProxyRefused =>
        new()
        {
            { "There are two ways", s => s.KnownProxies = [] },
            { "There are two ways", s => s.PublicUrl = null },
            { "KnownProxies: proxy is neither an address", s => s.KnownProxies = ["proxy"] },
            { "Keys:CertificateFile must name a certificate", s => s.Keys.CertificateFile = null },
        };

    [Theory]
    [MemberData(nameof(BehindProxyRefused))]
    public void OpenAddressBehindProxy_WithSomethingMissing_IsRefusedInWords(string said, Action<HubSettings> spoil) =>
        Should.Throw<SettingsException>(() => ListeningRules.Check(BehindProxy(spoil))).Message.ShouldContain(said);

    static HubSettings OverTls(Action<HubSettings> change) =>
        Changed(
            new()
            {
                ListenOn = "https://0.0.0.0:443;http://127.0.0.1:5080",
                Tls = { PfxFile = "hub.pfx" },
                PublicUrl = "https://hub.example",
                Keys = { CertificateFile = "keys.pfx" },
            },
            change
        );

    static HubSettings BehindProxy(Action<HubSettings> change) =>
        Changed(
            new()
            {
                ListenOn = "http://0.0.0.0:5080",
                KnownProxies = ["10.0.0.7", "10.1.0.0/16"],
                PublicUrl = "https://hub.example",
                Keys = { CertificateFile = "keys.pfx" },
            },
            change
        );

    static HubSettings Changed(HubSettings settings, Action<HubSettings> change)
    {
        change(settings);
        return settings;
    }
}
