using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Referrals.Documents.Scanning;

namespace ReferralHub.Intake;

/// <summary>The one way in: every face and the import hand their bytes here.</summary>
public sealed class IntakeService(
    IntakeQueue queue,
    IntakeProfiles profiles,
    PdfReader pdfs,
    AttachmentVerdicts verdicts,
    TimeProvider time
)
{
    /// <summary>Reads, checks and stores. The bytes are not needed after the task completes.</summary>
    /// <param name="caller">Who sends, which binds the sender; null for the hub's own work.</param>
    /// <param name="target">Of an update: the referral it is for.</param>
    public async Task<IntakeResult> SubmitAsync(
        ReadOnlyMemory<byte> body,
        IntakeFace face,
        string? requestId,
        string? correlationId,
        Caller? caller,
        CancellationToken cancellationToken,
        bool admitReusedId = false,
        UpdateTarget? target = null
    )
    {
        var (submission, problems) = ParsedSubmission.Parse(
            body,
            face,
            requestId,
            correlationId,
            time.UtcNow(),
            profiles,
            caller,
            cancellationToken
        );
        if (submission is null)
        {
            HubMeters.Refused.Add(
                1,
                new("source", ParsedSubmission.ToSource(face)),
                new("outcome", "Refused"),
                new("reason", problems.First(p => p.IsError).Code)
            );
            return IntakeResult.Refused(problems);
        }

        if (target is not null && (!Guid.TryParse(submission.Facts.Request.Id, out var named) || named != target.Referral))
            return IntakeResult.Refused(IntakeProblems.OtherId);
        FailPoints.Hit("validated");
        submission = await submission.ReadPdfsAsync(pdfs, verdicts, cancellationToken);
        return await queue.SubmitAsync(
            submission with
            {
                AdmitReusedId = submission.AdmitReusedId || admitReusedId,
                Target = target,
                Audit = AuditEntry.Current,
            },
            cancellationToken
        );
    }
}
