using ReferralHub.Referrals.Documents.Scanning;

namespace ReferralHub.Review.Referral;

/// <summary>A file that is not handed out, for the page that says why.</summary>
/// <param name="Reference">Of its referral, as people read it.</param>
public sealed record RefusedFile(string Reference, string? Title, AttachmentVerdict Verdict);
