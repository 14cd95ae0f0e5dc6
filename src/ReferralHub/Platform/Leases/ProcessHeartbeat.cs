using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Leases;

/// <summary>
/// Says that this process is alive, so that operators see what runs; forgets processes that have been gone for a day; and
/// is the second watchdog: it raises its voice when the first one is silent, from whatever process it runs in.
/// </summary>
public sealed partial class ProcessHeartbeat(
    Heartbeats heartbeats,
    HubDatabase database,
    HubSettings settings,
    TimeProvider time,
    ILogger<ProcessHeartbeat> logger
) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    static readonly TimeSpan GoneAfter = TimeSpan.FromDays(1);
    static readonly TimeSpan WriteMax = TimeSpan.FromSeconds(5);
    static readonly TimeSpan WriteKnownFor = TimeSpan.FromSeconds(5);
    readonly string name = $"{Environment.MachineName}/{Environment.ProcessId}";
    readonly string detail = $"{settings.Roles}, version {typeof(ProcessHeartbeat).Assembly.GetName().Version?.ToString(3)}";
    readonly SemaphoreSlim writing = new(1);
    (long At, string? Fault)? lastWrite;

    /// <summary>
    /// Whether the database takes what this process writes; null when it does. A database with a full disk or a lock on it
    /// can still be read, so only a write tells. Whoever asks often gets what was found at most five seconds ago.
    /// </summary>
    public async Task<string?> WriteFaultAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (lastWrite is not { } known || time.GetElapsedTime(known.At) > WriteKnownFor)
                lastWrite = known = (time.GetTimestamp(), await TryWriteAsync(cancellationToken));
            return known.Fault;
        }
        finally
        {
            writing.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await heartbeats.BeatAsync(name, detail, stoppingToken);
                await ForgetAsync(stoppingToken);
                if (await heartbeats.WatchdogAgeAsync(stoppingToken) is { } silence && silence > Heartbeats.SilenceMax)
                    LogSilent(logger, (int)silence.TotalSeconds);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.GetType().Name);
            }
            catch (Exception e) when (database.IsCancellation(e))
            {
                return;
            }

            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    async Task<string?> TryWriteAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(WriteMax);
        try
        {
            await heartbeats.BeatAsync(name, detail, patience.Token);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return "The database cannot be written "
                + $"({(database.IsCancellation(e) ? "no answer in time" : (e.InnerException ?? e).GetType().Name)}).";
        }
    }

    async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var look = database.OpenRead(AccessScope.System("looks which processes are gone"));
        var before = await database.ClockAsync(look, time, cancellationToken) - GoneAfter;
        if (!await look.Set<Heartbeat>().AnyAsync(h => h.At < before && h.Name != Heartbeats.Watchdog, cancellationToken))
            return;
        await database.WriteAsync(
            (db, token) => db.Set<Heartbeat>().Where(h => h.At < before && h.Name != Heartbeats.Watchdog).ExecuteDeleteAsync(token),
            cancellationToken
        );
    }

    [LoggerMessage(1111, LogLevel.Error, "The watchdog has been silent for {Seconds} s: no process with the role scheduler does its work")]
    static partial void LogSilent(ILogger logger, int seconds);

    [LoggerMessage(1112, LogLevel.Warning, "The sign of life could not be written ({Exception})")]
    static partial void LogFailed(ILogger logger, string exception);
}
