using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ReferralHub.Platform;

namespace ReferralHub.Server.Hosting.Listening;

/// <summary>
/// The certificate with which the hub answers, with its intermediates. When its file has changed, the next connection has the new one:
/// certificates are renewed without anybody restarting anything. While the new file cannot be read the old one stays.
/// </summary>
public sealed partial class ServerCertificate
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    readonly TlsSettings settings;
    readonly TimeProvider time;
    readonly Lock reading = new();
    volatile SslStreamCertificateContext current;
    DateTime written;
    long looked;

    /// <exception cref="SettingsException">The files cannot be used.</exception>
    public ServerCertificate(TlsSettings settings, TimeProvider time)
    {
        (this.settings, this.time, looked) = (settings, time, time.GetTimestamp());
        written = ReadWritten();
        current = Read();
    }

    /// <summary>Told of a certificate that could not be read; set once there is a log.</summary>
    internal ILogger? Log { get; set; }

    /// <summary>The certificate of now.</summary>
    public SslStreamCertificateContext FindCurrent()
    {
        lock (reading)
        {
            if (time.GetElapsedTime(looked) < LookEvery)
                return current;
            looked = time.GetTimestamp();
            var now = ReadWritten();
            if (now == written)
                return current;
            try
            {
                current = Read();
                written = now;
                if (Log is { } log)
                    Renewed(log, current.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (SettingsException e)
            {
                if (Log is { } log)
                    NotRenewed(log, e.Message);
            }

            return current;
        }
    }

    /// <summary>When certificate or key were last written; whatever comes later is new.</summary>
    DateTime ReadWritten() =>
        new[] { settings.CertificateFile, settings.KeyFile, settings.PfxFile }
            .OfType<string>()
            .Select(File.GetLastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();

    SslStreamCertificateContext Read()
    {
        var file = settings.PfxFile ?? settings.CertificateFile!;
        var all = CertificateFiles.Read("Tls", file, settings.KeyFile, settings.PasswordFile);
        var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new SettingsException($"Tls: {file} has no private key.");
        return SslStreamCertificateContext.Create(own, [.. all.Where(c => c != own)], offline: true);
    }

    [LoggerMessage(9110, LogLevel.Information, "The TLS certificate was renewed; it is good until {Until}")]
    static partial void Renewed(ILogger log, DateTime until);

    [LoggerMessage(9111, LogLevel.Error, "The new TLS certificate cannot be used, so the old one stays: {Reason}")]
    static partial void NotRenewed(ILogger log, string reason);
}

/// <summary>Reads certificates with their keys from files.</summary>
static class CertificateFiles
{
    /// <summary>The certificate with its key, and what else the file holds.</summary>
    /// <param name="setting">Key of the section of settings, for refusals.</param>
    /// <exception cref="SettingsException">A file is missing or cannot be read.</exception>
    public static X509Certificate2Collection Read(string setting, string file, string? keyFile, string? passwordFile)
    {
        foreach (var needed in new[] { file, keyFile, passwordFile })
            if (needed is not null && !File.Exists(needed))
                throw new SettingsException($"{setting}: there is no file {needed}.");
        try
        {
            var password = passwordFile is null ? null : SecretFiles.Read(passwordFile);
            return Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12"
                ? X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password)
                : ReadPem(file, keyFile ?? file, password);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The exception's text may quote what it read.
            throw new SettingsException(
                $"{setting}: the certificate {file} with its key cannot be used ({e.GetType().Name}). Are both there, do they belong "
                    + "together, is the password right, may the hub read them?"
            );
        }
    }

    static X509Certificate2Collection ReadPem(string file, string keyFile, string? password)
    {
        using var read = password is null
            ? X509Certificate2.CreateFromPemFile(file, keyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        if (chain.Count > 0)
            chain.RemoveAt(0);
        // Windows uses a key that was never in a store only after this.
        chain.Insert(0, X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null));
        return chain;
    }
}

/// <summary>Files that hold one secret each, as Compose and Kubernetes mount them.</summary>
static class SecretFiles
{
    /// <summary>What the file holds, without the end of its line.</summary>
    /// <exception cref="SettingsException">It cannot be read, or holds nothing.</exception>
    public static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } text
                ? text
                : throw new SettingsException($"The file {file} is empty; it must hold the secret.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The file {file} cannot be read ({e.GetType().Name}).");
        }
    }
}
