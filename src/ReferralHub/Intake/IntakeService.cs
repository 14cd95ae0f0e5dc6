using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Intake;

/// <summary>The one way in: every face and the import hand their bytes here.</summary>
public sealed class IntakeService(IntakeQueue queue, TimeProvider time)
{
    /// <summary>Reads, checks and stores. The bytes are not needed after the task completes.</summary>
    public async Task<IntakeResult> SubmitAsync(ReadOnlyMemory<byte> body, IntakeFace face, string? requestId, string? correlationId, CancellationToken cancellationToken, bool admitReusedId = false)
    {
        var (submission, problems) = ParsedSubmission.Parse(body, face, requestId, correlationId, time.UtcNow());
        if (submission is null)
        {
            HubMeters.Refused.Add(1, new("source", ParsedSubmission.SourceOf(face)), new("outcome", "Refused"), new("reason", problems.First(p => p.IsError).Code));
            return IntakeResult.Refused(problems);
        }

        FailPoints.Hit("validated");
        return await queue.SubmitAsync(admitReusedId ? submission with { AdmitReusedId = true } : submission, cancellationToken);
    }
}
