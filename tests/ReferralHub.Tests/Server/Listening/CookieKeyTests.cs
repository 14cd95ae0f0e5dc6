using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;
using ReferralHub.Server;
using ReferralHub.Web;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>Sentence 42: who has a copy of the database, and not the certificate, can forge no cookie.</summary>
public sealed class CookieKeyTests
{
    const string Purpose = "choice-session";

    [Theory]
    [InlineData(2048)]
    [InlineData(4096)]
    public async Task S42_KeysOfACopiedDatabase_OpenAndForgeNothingWithoutTheCertificate(int rsaBits)
    {
        using var certificate = new TestCertificate("keys", rsaBits);
        await using var hub = await TestHub.StartAsync("web", set: s => Use(s, certificate));
        var sealedByHub = Protector(hub).Protect("patient");
        var copied = await KeysAsync(hub);

        var thief = Thief(copied);

        copied.ShouldNotBeEmpty();
        copied.ShouldAllBe(k => !k.Contains("masterKey", StringComparison.OrdinalIgnoreCase));
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => thief.Unprotect(sealedByHub));
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => Protector(hub).Unprotect(thief.Protect("forged")));
    }

    [Fact]
    public async Task S42_KeysThatLayInClearBefore_SealNothingAnyMore()
    {
        using var certificate = new TestCertificate("keys");
        List<string> clear;
        await using (var earlier = await TestHub.StartAsync("web"))
        {
            Protector(earlier).Protect("anything");
            clear = await KeysAsync(earlier);
        }

        clear.ShouldNotBeEmpty();
        await using var hub = await TestHub.StartAsync("web", set: s => Use(s, certificate));
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                foreach (var xml in clear)
                    db.Add(
                        new ProtectionKey
                        {
                            Id = Guid.CreateVersion7(),
                            Name = "old",
                            Xml = xml,
                            Made = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                        }
                    );
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        var forged = Thief(clear).Protect("forged");

        var opening = Should.Throw<System.Security.Cryptography.CryptographicException>(() => Protector(hub).Unprotect(forged));

        opening.ShouldNotBeNull();
        hub.Get<SharedKeys>().GetAllElements().ShouldAllBe(k => !k.ToString().Contains("masterKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CertificateReplaced_OpensWhatTheOlderOneWrapped()
    {
        using var older = new TestCertificate("older");
        using var newer = new TestCertificate("newer");
        await using var hub = await TestHub.StartAsync("web", set: s => Use(s, older));
        var sealedBefore = Protector(hub).Protect("patient");
        var keys = await KeysAsync(hub);

        await using var after = await TestHub.StartAsync(
            "web",
            set: s =>
            {
                Use(s, newer);
                s.Keys.OlderCertificates = [new() { CertificateFile = older.CertificateFile, KeyFile = older.KeyFile }];
            }
        );
        await after.Database.WriteAsync(
            (db, _) =>
            {
                foreach (var xml in keys)
                    db.Add(
                        new ProtectionKey
                        {
                            Id = Guid.CreateVersion7(),
                            Name = "older",
                            Xml = xml,
                            Made = TimeProvider.System.GetUtcNow().UtcDateTime,
                        }
                    );
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        Protector(after).Unprotect(sealedBefore).ShouldBe("patient");
    }

    [Fact]
    public async Task CertificateThatCannotWrap_IsRefusedInWords()
    {
        using var certificate = new TestCertificate("keys");
        var refused = await Should.ThrowAsync<SettingsException>(() =>
            TestHub.StartAsync("web", set: s => s.Keys.CertificateFile = certificate.CertificateFile)
        );
        refused.Message.ShouldContain("Keys");
    }

    static void Use(HubSettings settings, TestCertificate certificate) =>
        (settings.Keys.CertificateFile, settings.Keys.KeyFile) = (certificate.CertificateFile, certificate.KeyFile);

    static IDataProtector Protector(TestHub hub) => hub.Get<IDataProtectionProvider>().CreateProtector(Purpose);

    static async Task<List<string>> KeysAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<ProtectionKey>().Select(k => k.Xml).ToListAsync();
    }

    /// <summary>The same framework, with the copied keys and no certificate.</summary>
    static IDataProtector Thief(IReadOnlyCollection<string> keys)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("ReferralHub");
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = new Copy(keys));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
    }

    sealed class Copy(IReadOnlyCollection<string> keys) : IXmlRepository
    {
        readonly List<XElement> all = [.. keys.Select(XElement.Parse)];

        public IReadOnlyCollection<XElement> GetAllElements() => all;

        public void StoreElement(XElement element, string friendlyName) => all.Add(element);
    }
}
