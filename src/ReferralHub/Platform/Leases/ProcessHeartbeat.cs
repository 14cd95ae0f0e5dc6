using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Leases;

/// <summary>
/// Says that this process is alive, so that operators see what runs; forgets processes that have been gone for a day; and
/// is the second watchdog: it raises its voice when the first one is silent, from whatever process it runs in.
/// </summary>
public sealed partial class ProcessHeartbeat(Heartbeats heartbeats, HubDatabase database, HubSettings settings, TimeProvider time, ILogger<ProcessHeartbeat> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    static readonly TimeSpan GoneAfter = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var name = $"{Environment.MachineName}/{Environment.ProcessId}";
        var detail = $"{settings.Roles}, version {typeof(ProcessHeartbeat).Assembly.GetName().Version?.ToString(3)}";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await heartbeats.BeatAsync(name, detail, stoppingToken);
                await ForgetAsync(stoppingToken);
                if (await heartbeats.WatchdogAgeAsync(stoppingToken) is { } silence && silence > Heartbeats.SilenceMax) LogSilent(logger, (int)silence.TotalSeconds);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.GetType().Name);
            }

            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var look = database.OpenRead();
        var before = await database.ClockAsync(look, time, cancellationToken) - GoneAfter;
        if (!await look.Set<Heartbeat>().AnyAsync(h => h.At < before && h.Name != Heartbeats.Watchdog, cancellationToken)) return;
        await database.WriteAsync((db, token) => db.Set<Heartbeat>().Where(h => h.At < before && h.Name != Heartbeats.Watchdog).ExecuteDeleteAsync(token), cancellationToken);
    }

    [LoggerMessage(1601, LogLevel.Error, "The watchdog has been silent for {Seconds} s: no process with the role scheduler does its work")]
    static partial void LogSilent(ILogger logger, int seconds);

    [LoggerMessage(1602, LogLevel.Warning, "The sign of life could not be written ({Exception})")]
    static partial void LogFailed(ILogger logger, string exception);
}
