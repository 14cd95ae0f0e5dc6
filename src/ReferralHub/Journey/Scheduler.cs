using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Journey;

/// <summary>
/// Runs what only one process may run: the sequencer, the projections and the watchdog, as long as it holds the
/// scheduler's lease. Any failure is logged and the turn is tried again; the loop itself never ends before the process.
/// </summary>
public sealed partial class Scheduler(HubDatabase database, LeaseKeeper leases, Sequencer sequencer, ProjectionRunner projections, Watchdog watchdog,
    TimeProvider time, ILogger<Scheduler> logger) : BackgroundService
{
    const string LeaseName = "scheduler";
    static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(5);
    static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(2);
    static readonly TimeSpan WatchdogInterval = TimeSpan.FromSeconds(1);

    // Letting commits gather for a moment stamps them in one transaction instead of one each.
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    readonly SemaphoreSlim signal = new(0, 1);
    string? holder;

    /// <summary>When the watchdog last finished a turn; null before the first. Health reads it.</summary>
    public DateTime? LastWatchdogTurn { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        holder = $"{Environment.ProcessId}/{EntityId.New(time.UtcNow()):N}";
        database.Committed += Signal;
        try
        {
            await Task.WhenAll(RunLogAsync(stoppingToken), RunWatchdogAsync(stoppingToken));
        }
        finally
        {
            database.Committed -= Signal;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (holder is not null) await leases.ReleaseAsync(LeaseName, holder, cancellationToken);
    }

    async Task RunLogAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(IdlePoll, stoppingToken);
                if (!HoldsLease) continue;
                await Task.Delay(Gather, stoppingToken);
                while (await sequencer.StampAsync(stoppingToken) > 0) await projections.AdvanceAsync(stoppingToken);
                while (await projections.AdvanceAsync(stoppingToken) > 0) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogTurnFailed(logger, e, "log");
                await Task.Delay(WatchdogInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    bool HoldsLease { get; set; }

    async Task RunWatchdogAsync(CancellationToken stoppingToken)
    {
        var renewed = DateTime.MinValue;
        var swept = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = time.UtcNow();
                if (now - renewed >= LeaseRenewal)
                {
                    HoldsLease = await leases.TakeAsync(LeaseName, holder!, LeaseDuration, stoppingToken) is not null;
                    renewed = now;
                }

                if (HoldsLease)
                {
                    if (!swept) LogSwept(logger, await watchdog.WakeAllAsync(stoppingToken));
                    swept = true;
                    await watchdog.TurnAsync(stoppingToken);
                    LastWatchdogTurn = time.UtcNow();
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogTurnFailed(logger, e, "watchdog");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(WatchdogInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Signal()
    {
        if (signal.CurrentCount > 0) return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two commits signalled at once; one wake-up serves both.
        }
    }

    [LoggerMessage(1301, LogLevel.Information, "Scheduler started and woke {Count} journeys in automated stages")]
    static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(1302, LogLevel.Error, "A turn of the {Loop} failed and will be tried again")]
    static partial void LogTurnFailed(ILogger logger, Exception exception, string loop);
}
