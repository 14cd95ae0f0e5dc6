using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.Audit;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Journey;

/// <summary>Something the scheduler does about once a minute, besides the watchdog's own turns. Modules register theirs.</summary>
public interface IScheduledCheck
{
    Task RunAsync(LeaseFence fence, CancellationToken cancellationToken);
}

/// <summary>Something that reads the stamped log and keeps a cursor, other than a projection: it sends to others what it reads.</summary>
public interface ILogReader
{
    /// <summary>Reads one batch; returns how many events.</summary>
    Task<int> AdvanceAsync(LeaseFence fence, CancellationToken cancellationToken);
}

/// <summary>
/// Runs what only one process may run: the sequencer, the projections and the watchdog, as long as it holds the
/// scheduler's lease; each transaction shows the lease's token, so a holder that was replaced without noticing changes
/// nothing. Any failure is logged and the turn is tried again; the loops never end before the process.
/// </summary>
public sealed partial class Scheduler(
    HubDatabase database,
    LeaseKeeper leases,
    Sequencer sequencer,
    AuditStamper audit,
    ProjectionRunner projections,
    Watchdog watchdog,
    Heartbeats heartbeats,
    IEnumerable<IScheduledCheck> checks,
    IEnumerable<ILogReader> readers,
    TimeProvider time,
    ILogger<Scheduler> logger
) : BackgroundService
{
    public const string LeaseName = "scheduler";
    static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(5);
    static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(2);
    static readonly TimeSpan SharedPoll = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan WatchdogInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ChecksInterval = TimeSpan.FromMinutes(1);

    // Letting commits gather for a moment stamps them in one transaction instead of one each.
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    // On a server each transaction costs round trips, and no reader of the log needs it sooner (docs/decisions/0010).
    static readonly TimeSpan SharedGather = TimeSpan.FromMilliseconds(400);

    readonly SemaphoreSlim signal = new(0, 1);
    string? holder;
    LeaseFence? fence;

    /// <summary>When the watchdog last finished a turn in this process; null before the first.</summary>
    public DateTime? LastWatchdogTurn { get; private set; }

    /// <summary>Whether this process is the one that stamps, projects and watches.</summary>
    public bool HoldsLease => fence is not null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        holder = $"{Environment.ProcessId}/{EntityId.New(time.UtcNow()):N}";
        // The lock file proves that the process which held it is gone, so nobody need wait for the lease to expire.
        if (!database.IsShared)
            await leases.ExpireAsync(LeaseName, stoppingToken);
        database.Committed += Signal;
        try
        {
            await Task.WhenAll(RunLogAsync(stoppingToken), RunReadersAsync(stoppingToken), RunWatchdogAsync(stoppingToken));
        }
        finally
        {
            database.Committed -= Signal;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (holder is null)
            return;
        try
        {
            await leases.ReleaseAsync(LeaseName, holder, cancellationToken);
        }
        catch (Exception e) when (database.IsOutage(e))
        {
            // It expires by itself; a stop must not hang on a database that is away.
            LogTurnFailed(logger, e, "release");
        }
    }

    Task RunLogAsync(CancellationToken stoppingToken) =>
        RunAsync(
            "log",
            async held =>
            {
                // Only a whole batch says that more waits. What came in the meantime is left to gather, or under a steady flow these
                // would be small transactions one after the other.
                int stamped,
                    read,
                    audited;
                do
                {
                    stamped = await sequencer.StampAsync(held, stoppingToken);
                    read = await projections.AdvanceAsync(held, stoppingToken);
                    audited = await audit.StampAsync(held, stoppingToken);
                } while (
                    stamped >= Sequencer.BatchEventsMax || read == ProjectionRunner.BatchEventsMax || audited == AuditStamper.BatchEventsMax
                );
            },
            async () =>
            {
                // Other processes' commits are not signalled here, so a shared database is looked at more often.
                await signal.WaitAsync(database.IsShared ? SharedPoll : IdlePoll, stoppingToken);
                if (fence is not null)
                    await Task.Delay(database.IsShared ? SharedGather : Gather, stoppingToken);
            },
            stoppingToken
        );

    /// <summary>Apart from the projections, because what it sends to may hang.</summary>
    Task RunReadersAsync(CancellationToken stoppingToken) =>
        !readers.Any()
            ? Task.CompletedTask
            : RunAsync(
                "readers",
                async held =>
                {
                    foreach (var reader in readers)
                        while (await reader.AdvanceAsync(held, stoppingToken) > 0) { }
                },
                () => Task.Delay(SharedGather, stoppingToken),
                stoppingToken
            );

    Task RunWatchdogAsync(CancellationToken stoppingToken)
    {
        var (renewed, beat, check, swept) = (DateTime.MinValue, DateTime.MinValue, DateTime.MinValue, false);
        return RunAsync(
            "watchdog",
            async held =>
            {
                if (!swept)
                    LogSwept(logger, await watchdog.WakeAllAsync(stoppingToken));
                swept = true;
                await watchdog.TurnAsync(held, stoppingToken);
                var now = time.UtcNow();
                LastWatchdogTurn = now;
                if (now - check >= ChecksInterval)
                {
                    check = now;
                    foreach (var one in checks)
                        await one.RunAsync(held, stoppingToken);
                }

                if (now - beat < HeartbeatInterval)
                    return;
                await heartbeats.BeatAsync(Heartbeats.Watchdog, "", stoppingToken);
                beat = now;
            },
            async () =>
            {
                await Task.Delay(WatchdogInterval, stoppingToken);
                var now = time.UtcNow();
                if (now - renewed < LeaseRenewal && now >= renewed)
                    return;
                var token = await leases.TakeAsync(LeaseName, holder!, LeaseDuration, stoppingToken);
                swept &= token is not null;
                fence = token is null ? null : new(LeaseName, token.Value);
                renewed = now;
            },
            stoppingToken
        );
    }

    async Task RunAsync(string loop, Func<LeaseFence, Task> turn, Func<Task> wait, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wait();
                if (fence is { } held)
                    await turn(held);
            }
            catch (LeaseLostException e)
            {
                fence = null;
                LogLeaseLost(logger, loop, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogTurnFailed(logger, e, loop);
                await Task.Delay(WatchdogInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (database.IsCancellation(e))
            {
                return;
            }
        }
    }

    void Signal()
    {
        if (signal.CurrentCount > 0)
            return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two commits signalled at once; one wake-up serves both.
        }
    }

    [LoggerMessage(1301, LogLevel.Information, "Scheduler took the lease and woke {Count} journeys in automated stages")]
    static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(1302, LogLevel.Error, "A turn of the {Loop} failed and will be tried again")]
    static partial void LogTurnFailed(ILogger logger, Exception exception, string loop);

    [LoggerMessage(1303, LogLevel.Warning, "The {Loop} gave up its turn: {Reason}")]
    static partial void LogLeaseLost(ILogger logger, string loop, string reason);
}
