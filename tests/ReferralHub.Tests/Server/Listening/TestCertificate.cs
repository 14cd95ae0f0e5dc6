using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>Certificates that tests make for themselves, as files in a folder that is gone afterwards.</summary>
public sealed class TestCertificate : IDisposable
{
    const int SerialBytes = 16;
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cert-");

    public TestCertificate(string name, int rsaBits = 2048)
    {
        CertificateFile = Path.Combine(folder.FullName, "hub.pem");
        KeyFile = Path.Combine(folder.FullName, "hub.key");
        Write(name, rsaBits);
    }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string Thumbprint { get; private set; } = "";

    /// <summary>The authority that has issued it, for whoever checks.</summary>
    public string AuthorityFile => Path.Combine(folder.FullName, "authority.pem");

    /// <summary>Another certificate of this name in the same files.</summary>
    public void Write(string name, int rsaBits = 2048)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-2), now.AddDays(300));

        using var key = RSA.Create(rsaBits);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        var generator = X509SignatureGenerator.CreateForECDsa(authorityKey);
        using var certificate = request.Create(
            authority.SubjectName,
            generator,
            now.AddDays(-1),
            now.AddDays(200),
            RandomNumberGenerator.GetBytes(SerialBytes)
        );
        Thumbprint = certificate.Thumbprint;
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
    }

    /// <summary>The same in one file, under this password.</summary>
    public string WritePfx(string password)
    {
        var file = Path.Combine(folder.FullName, "hub.pfx");
        using var certificate = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, password));
        return file;
    }

    public string WriteFile(string name, string text)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
