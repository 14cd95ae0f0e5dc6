using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Web.Limits;

namespace ReferralHub.Intake;

/// <summary>
/// What every request that brings a body has in common: it is timed, read within the limit, and counted when it cannot be.
/// </summary>
static class IntakeRequest
{
    public static async Task<FhirAnswer> AnswerAsync(
        HttpContext http,
        IntakeFace face,
        Func<ReadOnlyMemory<byte>, Task<FhirAnswer>> answerTo
    )
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await ReadAsync(http, answerTo);
        HubMeters.IntakeSeconds.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            new KeyValuePair<string, object?>("interaction", face.ToString()),
            new KeyValuePair<string, object?>("status", answer.Status)
        );
        return answer;
    }

    static async Task<FhirAnswer> ReadAsync(HttpContext http, Func<ReadOnlyMemory<byte>, Task<FhirAnswer>> answerTo)
    {
        var (body, problem) = await FhirBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null)
        {
            HubMeters.Refused.Add(1, new("source", "http"), new("outcome", "Refused"), new("reason", problem.Code));
            return FhirAnswer.FromProblems(problem);
        }

        using (body)
        {
            FailPoints.Hit("request-read");
            if (http.UrgentLane is { } lane && !(MessagePost.MayBeUrgent(body!.Bytes.Span) && lane.TryEnter()))
            {
                HubMeters.Refused.Add(1, new("source", "http"), new("outcome", "Refused"), new("reason", UrgentLane.Full.Code));
                return FhirAnswer.FromProblems(UrgentLane.Full);
            }

            return await answerTo(body!.Bytes);
        }
    }
}
