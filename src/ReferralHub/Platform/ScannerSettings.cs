using System.ComponentModel.DataAnnotations;

namespace ReferralHub.Platform;

/// <summary>Who looks through attachments for malware.</summary>
public sealed class ScannerSettings
{
    /// <summary>
    /// Where a ClamAV daemon listens on this machine: <c>tcp://127.0.0.1:3310</c> or <c>unix:///run/clamav/clamd.ctl</c>. Default none:
    /// attachments are then shown, each with the words that nothing scanned it.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>How long the scanner may take over one file. Default 30.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;
}
