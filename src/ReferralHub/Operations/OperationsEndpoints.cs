using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Intake;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Messaging;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Operations;

/// <summary>Health and metrics of this process and of the hub.</summary>
static class OperationsEndpoints
{
    const int CalendarWarningDays = 180;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // The process answers only after schema, durability and topology were found right, so to answer is to have started.
        routes.MapGet("/health/startup", () => Results.Text("started")).WithTags("Operations");
        routes.MapGet("/health/live", Live).WithTags("Operations");
        routes.MapGet("/health/ready", ReadyAsync).WithTags("Operations");
        routes.MapGet("/metrics", MetricsAsync).WithTags("Operations");
    }

    /// <summary>Fails only when a restart would help; a database or broker that is away is no reason for one.</summary>
    static IResult Live(ITransport transport) =>
        transport.Stalled is { } stalled ? Results.Text(stalled, statusCode: 503) : Results.Text("live");

    static async Task<IResult> ReadyAsync(
        HubDatabase database,
        Heartbeats heartbeats,
        ProcessHeartbeat process,
        IntakeQueue intake,
        ITransport transport,
        Draining draining,
        HubSettings settings,
        TimeProvider time,
        CancellationToken token
    )
    {
        string? fault;
        IReadOnlyList<string> warnings = [];
        TimeSpan? silence = null;
        try
        {
            fault = await database.DurabilityFaultAsync(token) ?? intake.StoreFault ?? await process.WriteFaultAsync(token);
            warnings = await database.WarningsAsync(token);
            silence = await heartbeats.WatchdogAgeAsync(token);
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            fault = $"The database does not answer ({e.GetType().Name}).";
        }

        // Intake needs neither watchdog nor broker, so their silence degrades the hub but does not take it out of service.
        var watchdog =
            fault is not null ? "unknown"
            : silence is null ? "not started"
            : silence > Heartbeats.SilenceMax ? $"silent for {silence.Value.TotalSeconds:0} s"
            : "ok";
        var calendarEnds = WorkingDays.LocalDate(time.UtcNow()).AddDays(CalendarWarningDays) > WorkingDays.LastKnown;
        var ready = fault is null && !draining.Begun;
        var degraded = watchdog != "ok" || transport.Fault is not null || warnings.Count > 0 || calendarEnds;
        var answer = new
        {
            status = draining.Begun ? "stopping"
            : !ready ? "not ready"
            : degraded ? "degraded"
            : "ready",
            roles = settings.Roles,
            database = fault ?? "ok",
            broker = transport.Fault ?? "ok",
            watchdog,
            warnings,
            calendar = calendarEnds
                ? $"Bank holidays are known to {WorkingDays.LastKnown:yyyy-MM-dd} only; after that no deadline can be set and "
                    + "intake stops. Install a version with a longer list."
                : "ok",
        };
        return Results.Json(answer, statusCode: ready ? 200 : 503);
    }

    static async Task<IResult> MetricsAsync(HubGauges gauges, PrometheusText meters, CancellationToken token) =>
        Results.Text(meters.Write(await gauges.ReadAsync(token)), "text/plain; version=0.0.4; charset=utf-8");
}
