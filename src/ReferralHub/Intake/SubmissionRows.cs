using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>How a submission was taken.</summary>
/// <param name="Kind">One of <see cref="Referrals.SubmissionCodes"/>.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="MessageId">The id that it is found by again: its own, or another where its own was used before.</param>
/// <param name="Remarks">What is kept of the answer; null for the codes of its remarks.</param>
sealed record Taking(string Kind, int Status, string MessageId, DateTime At, string? Remarks = null);

/// <summary>Writes the bytes of a submission and the row by which it is recognised for ever.</summary>
static class SubmissionRows
{
    const string MediaType = "application/fhir+json";

    /// <param name="owner">The referral; of a message that is none, the work item.</param>
    public static void Add(HubDbContext db, ParsedSubmission submission, Guid owner, int version, Taking taking)
    {
        db.Documents.Add(
            new()
            {
                Referral = owner,
                Version = version,
                MediaType = MediaType,
                Sha256 = submission.Sha256,
                Length = submission.Length,
                Bytes = submission.Compressed,
            }
        );
        db.Submissions.Add(
            new()
            {
                Id = submission.Id,
                Sender = submission.Sender,
                MessageId = taking.MessageId,
                ContentHash = submission.Sha256,
                Kind = taking.Kind,
                Referral = owner,
                DocumentVersion = version,
                ResponseStatus = taking.Status,
                Remarks = taking.Remarks ?? string.Join(' ', submission.Remarks.Select(r => r.Code)),
                RequestId = submission.RequestId,
                CorrelationId = submission.CorrelationId,
                Source = submission.Source,
                At = taking.At,
            }
        );
    }
}
