using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Operations;

/// <summary>Health and metrics.</summary>
static class OperationsEndpoints
{
    static readonly TimeSpan WatchdogSilenceMax = TimeSpan.FromSeconds(30);

    const int CalendarWarningDays = 180;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).WithTags("Operations");
        routes.MapGet("/health/ready", ReadyAsync).WithTags("Operations");
        routes.MapGet("/metrics", MetricsAsync).WithTags("Operations");
    }

    static async Task<IResult> ReadyAsync(HubDatabase database, Scheduler scheduler, HubSettings settings, TimeProvider time, CancellationToken token)
    {
        string? databaseFault;
        try
        {
            databaseFault = await database.DurabilityFaultAsync(token);
            await using var db = database.OpenRead();
            await db.Journeys.AnyAsync(token);
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            databaseFault = $"The database does not answer ({e.GetType().Name}).";
        }

        // Intake does not need the watchdog, so its silence degrades the hub but does not take it out of service.
        var silent = settings.Runs("scheduler") && (scheduler.LastWatchdogTurn is not { } turn || time.UtcNow() - turn > WatchdogSilenceMax);
        var calendarEnds = WorkingDays.LocalDate(time.UtcNow()).AddDays(CalendarWarningDays) > WorkingDays.LastKnown;
        var answer = new
        {
            status = databaseFault is not null ? "not ready" : silent || calendarEnds ? "degraded" : "ready",
            database = databaseFault ?? "ok",
            watchdog = silent ? "silent" : "ok",
            calendar = calendarEnds ? $"Bank holidays are known to {WorkingDays.LastKnown:yyyy-MM-dd} only; after that no deadline can be set and intake stops. Install a version with a longer list." : "ok",
        };
        return Results.Json(answer, statusCode: databaseFault is null ? 200 : 503);
    }

    static async Task<IResult> MetricsAsync(HubDatabase database, PrometheusText meters, IntakeQueue intake, TimeProvider time, CancellationToken token)
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var gauges = new List<(string, string, string, double)>();
        foreach (var stage in await db.Journeys.GroupBy(j => j.Stage).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(token))
            gauges.Add(("referralhub_worklist_items", "Referrals by stage", $"stage=\"{stage.Key}\"", stage.Count));
        var oldest = await db.Journeys.Where(j => j.Stage == Stage.InReview).MinAsync(j => (DateTime?)j.StageEntered, token);
        gauges.Add(("referralhub_worklist_oldest_age_seconds", "Age of the longest stay in review", "", oldest is { } since ? (now - since).TotalSeconds : 0));
        gauges.Add(("referralhub_referrals_stuck", "Referrals that no worker gets done", "", await db.Journeys.CountAsync(j => j.StuckSince != null, token)));
        gauges.Add(("referralhub_work_items_open", "Things a person must look at", "", await db.WorkItems.CountAsync(w => w.Settled == null, token)));
        gauges.Add(("referralhub_intake_in_progress", "Submissions being stored", "", intake.InProgress));
        var head = await Sequencer.HeadAsync(db, token);
        gauges.Add(("referralhub_log_position", "Last stamped position of the journey log", "", head?.Position ?? 0));
        gauges.Add(("referralhub_log_unstamped", "Committed events that wait for their position", "", await db.Log.CountAsync(e => e.Position == null, token)));
        foreach (var cursor in await db.Cursors.ToListAsync(token))
            gauges.Add(("referralhub_projection_lag_events", "Events a projection has not read", $"projection=\"{cursor.Name}\"", (head?.Position ?? 0) - cursor.Position));
        return Results.Text(meters.Write(gauges), "text/plain; version=0.0.4; charset=utf-8");
    }
}
