using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Practices.Say;

/// <summary>Something that a practice attaches to an answer.</summary>
/// <param name="Type">Media type.</param>
public sealed record PracticeAttachment(string Title, string Type, byte[] Content);

/// <summary>What a practice says, before it is checked.</summary>
/// <param name="Practice">ODS code.</param>
/// <param name="Author">Name and role, or the system that says it.</param>
public sealed record PracticeSays(
    PracticeMessageKind Kind,
    string Practice,
    string Author,
    string? Text,
    PracticeAttachment? Attachment = null
)
{
    /// <summary>With LF, whoever sent it.</summary>
    public string? Text { get; } = Text?.ReplaceLineEndings("\n");

    /// <summary>What is wrong with it, whatever the referral's state; null when nothing is.</summary>
    internal Problem? FindFault()
    {
        if (string.IsNullOrWhiteSpace(Text))
            return Kind switch
            {
                PracticeMessageKind.Answer => PracticeProblems.AnswerMissing,
                PracticeMessageKind.Appeal => PracticeProblems.AppealUnexplained,
                _ => PracticeProblems.WithdrawalUnexplained,
            };
        if (Text.Length > ReviewLimits.TextCharactersMax)
            return PracticeProblems.TextTooLong;
        if (Attachment is null)
            return null;
        if (Attachment.Content.Length > AttachmentTypes.BytesMax)
            return PracticeProblems.AttachmentTooLarge;
        return AttachmentTypes.Shown(Attachment.Type, Attachment.Content) is null ? PracticeProblems.AttachmentOfOtherType : null;
    }
}

/// <summary>What came of it.</summary>
/// <param name="Journey">The referral that goes on: of an appeal, another than the one that was returned.</param>
public sealed record PracticeSaid(ReferralJourney Journey, PracticeMessage Message);
