using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using ReferralHub.Platform;
using ReferralHub.Web;

namespace ReferralHub.Server.Hosting.Listening;

/// <summary>
/// The keys of cookies and forms: in the database, which all processes of a hub share; wrapped with a certificate where the settings
/// name one, which is not in the database.
/// </summary>
static class CookieKeys
{
    const string Setting = $"{HubSettings.Section}:Keys";

    /// <exception cref="SettingsException">A certificate cannot be used.</exception>
    public static void Add(IServiceCollection services, KeySettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("ReferralHub");
        services
            .AddSingleton<SharedKeys>()
            .AddOptions<KeyManagementOptions>()
            .Configure<SharedKeys>((keys, shared) => keys.XmlRepository = shared);
        if (settings.CertificateFile is null)
        {
            if (settings.OlderCertificates.Count > 0)
                throw new SettingsException($"{Setting}:OlderCertificates has no use without {Setting}:CertificateFile.");
            return;
        }

        var current = Read(settings);
        protection.ProtectKeysWithCertificate(current);
        protection.UnprotectKeysWithAnyCertificate([current, .. settings.OlderCertificates.Select(Read)]);
    }

    static X509Certificate2 Read(KeyCertificateSettings settings)
    {
        var file = settings.CertificateFile ?? throw new SettingsException($"{Setting}:OlderCertificates: one has no CertificateFile.");
        var certificate = CertificateFiles
            .Read(Setting, file, settings.KeyFile, settings.PasswordFile)
            .FirstOrDefault(c => c.HasPrivateKey);
        using var key = certificate?.GetRSAPrivateKey();
        return key is not null
            ? certificate!
            : throw new SettingsException($"{Setting}: {file} has no private key of the kind RSA; keys cannot be wrapped with another.");
    }
}
