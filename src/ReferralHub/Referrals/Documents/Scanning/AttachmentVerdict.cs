namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>What a page says beside an attachment, and whether it hands it out.</summary>
/// <param name="HasScanner">Whether this hub has one now.</param>
public sealed record AttachmentVerdict(ScanStatus Status, string? Signature, bool HasScanner)
{
    /// <summary>Malware never, whatever the settings say now; where there is a scanner, only what it found nothing in.</summary>
    public bool MayBeOpened => Status == ScanStatus.Clean || (Status != ScanStatus.Infected && !HasScanner);

    public bool IsInfected => Status == ScanStatus.Infected;

    public string Words =>
        Status switch
        {
            ScanStatus.Clean => "scanned, no malware found",
            ScanStatus.Infected => $"malware found ({Signature}): it cannot be opened",
            _ when !HasScanner => "not scanned for malware: this hub has no scanner",
            ScanStatus.Failed => "the scanner could not look through it yet: it is tried again, and cannot be opened until then",
            ScanStatus.TooLarge => "too large for the scanner: it cannot be opened",
            _ => "being scanned: it can be opened in a moment",
        };

    /// <summary>HTTP status of a request for it that is refused: for ever, or for now.</summary>
    public int RefusalStatus => IsInfected ? 403 : 409;
}
