using System.ComponentModel.DataAnnotations;

namespace ReferralHub.Platform;

/// <summary>With which certificate the hub itself answers over TLS. Files are read again when they change.</summary>
public sealed class TlsSettings
{
    /// <summary>Certificate and its intermediates, PEM. With <see cref="KeyFile"/>.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Private key, PEM; encrypted when <see cref="PasswordFile"/> is given.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Certificate and key in one file (PKCS #12), instead of the two above.</summary>
    public string? PfxFile { get; set; }

    /// <summary>File with the password of the key; its line end does not count.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Oldest version of TLS that is spoken: 1.2 (default) or 1.3.</summary>
    public string MinimumVersion { get; set; } = "1.2";

    public bool IsGiven => CertificateFile is not null || PfxFile is not null;
}

/// <summary>
/// The certificate (RSA) that wraps the keys of cookies and forms in the database, so that a copy of the database opens none of them.
/// </summary>
public sealed class KeySettings : KeyCertificateSettings
{
    /// <summary>Certificates that wrapped keys before; they still unwrap, and wrap no more.</summary>
    public List<KeyCertificateSettings> OlderCertificates { get; set; } = [];
}

/// <summary>One certificate with its private key.</summary>
public class KeyCertificateSettings
{
    /// <summary>PKCS #12 when its name ends with .pfx or .p12; else PEM.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Private key, PEM. Default: it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>File with the password of the key; its line end does not count.</summary>
    public string? PasswordFile { get; set; }
}

/// <summary>How much one caller may ask of the hub. Each process counts for itself.</summary>
public sealed class LimitSettings
{
    /// <summary>Requests of one registered system in one minute. The centre's own systems have no limit. Default 30,000.</summary>
    [Range(10, 100_000_000)]
    public int SystemRequestsPerMinute { get; set; } = 30_000;

    /// <summary>
    /// Urgent referrals of one caller in one minute that are let in besides, when its other requests are used up. Default 600.
    /// </summary>
    [Range(10, 100_000_000)]
    public int UrgentReferralsPerMinute { get; set; } = 600;

    /// <summary>Requests of one signed-in person in one minute. Default 1,200.</summary>
    [Range(10, 100_000_000)]
    public int PersonRequestsPerMinute { get; set; } = 1_200;

    /// <summary>
    /// Requests of one address in one minute that come from nobody known; many people may share an address. Default 6,000.
    /// </summary>
    [Range(10, 100_000_000)]
    public int AddressRequestsPerMinute { get; set; } = 6_000;

    /// <summary>
    /// Failed tries to open patients' links in one minute, over all addresses, from which on the hub warns. Default 100.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailedLinksPerMinuteAlarm { get; set; } = 100;
}
