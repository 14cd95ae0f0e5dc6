using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>
/// While no command travels, the process that holds the scheduler's lease does the work itself, whatever its roles: what may not wait
/// at once, everything else when a command would have been sent again. A worker that still had a command changes nothing by it: whoever
/// comes second finds the referral in another stage, and a provider knows a message that it has had.
/// </summary>
public sealed partial class WorkHere(
    HubDatabase database,
    WakeUps wakeUps,
    Scheduler scheduler,
    TimeProvider time,
    ILogger<WorkHere> logger
) : BackgroundService
{
    const int TogetherMax = 100;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How many stages a referral can go through in one turn: triage and choice, then dispatch.</summary>
    const int StagesPerTurnMax = 3;

    /// <summary>Does what is due, while nothing that is sent would arrive; returns how many referrals were worked on.</summary>
    public async Task<int> TurnAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        for (var stage = 0; stage < StagesPerTurnMax && !wakeUps.CanSend; stage++)
        {
            var due = await FindDueAsync(cancellationToken);
            if (due.Count == 0)
                break;
            HubMeters.Redriven.Add(due.Count);
            await wakeUps.RunHereAsync(due, cancellationToken);
            done += due.Count;
        }

        if (done > 0)
            LogWorked(logger, done);
        return done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, stoppingToken);
                if (scheduler.HoldsLease)
                    await TurnAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
            catch (Exception e) when (database.IsCancellation(e))
            {
                return;
            }
        }
    }

    async Task<List<(Guid Id, Stage Stage)>> FindDueAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await using var db = database.OpenRead(AccessScope.System("looks for referrals that are due"));
        var waiting = db.Journeys.Where(j => j.WakeAt != null && j.ParkedSince == null);
        // What has not been tried yet need not wait for the time of its second try.
        var pressing = await waiting
            .Where(j =>
                (j.Priority == Priority.Asap || j.Priority == Priority.Stat)
                && (j.WakeAt <= now || (j.WakeCount == 0 && j.Stage != Stage.InReview))
            )
            .OrderBy(j => j.WakeAt)
            .Select(j => new { j.Id, j.Stage })
            .Take(TogetherMax)
            .ToListAsync(cancellationToken);
        // The others do not hold up what may not wait: first those, and what comes in meanwhile.
        if (pressing.Count > 0)
            return pressing.ConvertAll(j => (j.Id, j.Stage));
        var others = await waiting
            .Where(j => j.WakeAt <= now)
            .OrderBy(j => j.WakeAt)
            .Select(j => new { j.Id, j.Stage })
            .Take(TogetherMax)
            .ToListAsync(cancellationToken);
        return others.ConvertAll(j => (j.Id, j.Stage));
    }

    [LoggerMessage(1511, LogLevel.Warning, "No command travels; {Count} stages of referrals were done in this process")]
    static partial void LogWorked(ILogger logger, int count);

    [LoggerMessage(1512, LogLevel.Error, "Work in this process failed and will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception);
}
