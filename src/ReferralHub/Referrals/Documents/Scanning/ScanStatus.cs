namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>What is known of an attachment's content.</summary>
public enum ScanStatus
{
    /// <summary>No scanner has looked at it yet, or there is none.</summary>
    NotScanned,

    /// <summary>The scanner found nothing.</summary>
    Clean,

    /// <summary>The scanner found malware.</summary>
    Infected,

    /// <summary>The scanner could not look through it; it is tried again.</summary>
    Failed,

    /// <summary>It is larger than the scanner takes.</summary>
    TooLarge,
}
