using System.Globalization;
using Microsoft.AspNetCore.Http;
using ReferralHub.Budgets.Commissioners;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Feeds;

/// <summary>
/// The one log as CloudEvents 1.0, one JSON object a line, from any position on. Positions are contiguous, so a
/// reader that finds a gap has found a loss. A log that was put back to an earlier moment gives the same positions to other
/// events; a reader who says which event it read last, by its hash, is told. No patient data and no name
/// of a person leaves here. Readers outside the centre are told what <see cref="EventReader"/> allows: for them the log is that of their
/// practices, or of the books, its head their newest event, and positions have gaps.
/// </summary>
sealed class EventFeed(HubDatabase database, HubSettings settings, CommissionedPractices commissioners, CommissionedPlans plans)
{
    const int LimitDefault = 1_000;
    const int LimitMax = 10_000;
    const int PageEvents = 500;

    /// <param name="hash">Hash of the event at <paramref name="after"/> as the reader has it; null when it does not say.</param>
    public async Task<IResult> ReadAsync(HttpContext http, long after, string? hash, int? limit)
    {
        if (after < 0 || limit is < 1)
            return FhirAnswer.FromProblems(FeedProblems.Range);
        var take = Math.Min(limit ?? LimitDefault, LimitMax);
        var reader = await EventReader.FromCallerAsync(
            http.RequiredCaller,
            settings.Organisation.OdsCode,
            commissioners,
            plans,
            http.RequestAborted
        );
        await using var log = new ReaderLog(database, reader);
        var head = await log.FindHeadAsync(http.RequestAborted);
        http.Response.Headers["X-Log-Head"] = head.ToString(CultureInfo.InvariantCulture);
        if (after > head)
            return FhirAnswer.FromProblems(FeedProblems.LogEndsBefore(head, after));
        if (hash is not null && after > 0 && !await log.HasAsync(after, hash, http.RequestAborted))
            return FhirAnswer.FromProblems(FeedProblems.OtherEventAt(after));
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var (position, left) = (after, take);
        while (left > 0)
        {
            var page = await log.ReadAsync(position, Math.Min(left, PageEvents), http.RequestAborted);
            if (page.Count == 0)
                break;
            foreach (var e in page)
            {
                await http.Response.Body.WriteAsync(
                    JsonText.Write(w => CloudEvent.Write(w, e, settings.Organisation.OdsCode, reader.FindMembers(e))),
                    http.RequestAborted
                );
                await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
            }

            (position, left) = (page[^1].Position!.Value, left - page.Count);
        }

        return Results.Empty;
    }
}
