using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Fhir;
using ReferralHub.Platform.Log;

namespace ReferralHub.Feeds;

/// <summary>
/// The journey log as CloudEvents 1.0, one JSON object a line, from any position on. Positions are contiguous, so a
/// reader that finds a gap has found a loss. No patient data and no name of a person leaves here.
/// </summary>
sealed class EventFeed(HubDatabase database, HubSettings settings)
{
    const int LimitDefault = 1_000;
    const int LimitMax = 10_000;
    const int PageEvents = 500;

    public async Task<IResult> ReadAsync(HttpContext http, long after, int? limit)
    {
        if (after < 0 || limit is < 1) return FhirAnswer.Of(new Problem(400, "value", "REC_BAD_REQUEST", "after", "after must be a position from 0, limit a number from 1."));
        var take = Math.Min(limit ?? LimitDefault, LimitMax);
        await using var db = database.OpenRead();
        var head = (await Sequencer.HeadAsync(db, http.RequestAborted))?.Position ?? 0;
        http.Response.Headers["X-Log-Head"] = head.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var (position, left) = (after, take);
        while (left > 0)
        {
            var from = position;
            var page = await db.Log.AsNoTracking().Where(e => e.Position > from).OrderBy(e => e.Position).Take(Math.Min(left, PageEvents)).ToListAsync(http.RequestAborted);
            if (page.Count == 0) break;
            foreach (var e in page)
            {
                await http.Response.Body.WriteAsync(JsonText.Write(w => CloudEvent.Write(w, e, settings.Organisation.OdsCode)), http.RequestAborted);
                await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
            }

            (position, left) = (page[^1].Position!.Value, left - page.Count);
        }

        return Results.Empty;
    }
}
