using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>Does one stage's work for journeys that are all in that stage; changes them through JourneyMoves.</summary>
public delegate Task StageWork(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken cancellationToken);

/// <summary>
/// The shell around every batch worker: load those still in the expected stage, do the work, commit, wake the next
/// stage. When a batch fails each referral is tried alone, and one that fails alone is put off and, after five tries,
/// shown to operations. A command for a journey that has moved on is nothing to do: twice equals once.
/// </summary>
public sealed partial class StageRunner(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time, ILogger<StageRunner> logger)
{
    public async Task RunAsync(Stage expected, IReadOnlyList<Guid> ids, StageWork work, CancellationToken cancellationToken)
    {
        try
        {
            await RunTogetherAsync(expected, ids, work, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (ids.Count > 1)
            {
                LogBatchFailed(logger, expected, ids.Count, e.GetType().Name);
                foreach (var id in ids) await RunAsync(expected, [id], work, cancellationToken);
                return;
            }

            HubMeters.WorkerFailures.Add(1, new KeyValuePair<string, object?>("worker", expected.ToString()));
            LogFailed(logger, e, ids[0], expected);
            await PutOffAsync(expected, ids[0], e.GetType().Name, cancellationToken);
        }
    }

    async Task RunTogetherAsync(Stage expected, IReadOnlyList<Guid> ids, StageWork work, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var moved = await database.WriteAsync(async (db, token) =>
        {
            var journeys = await db.Journeys.AsTracking().Where(j => ids.Contains(j.Id) && j.Stage == expected).ToListAsync(token);
            if (journeys.Count > 0) await work(db, journeys, now, token);
            return journeys;
        }, cancellationToken);
        await wakeUps.SendAsync(moved.Where(j => j.Stage != expected), cancellationToken);
    }

    Task PutOffAsync(Stage expected, Guid id, string reason, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == id && j.Stage == expected, token);
        if (journey is not null) moves.Failed(db, journey, reason, time.UtcNow());
    }, cancellationToken);

    [LoggerMessage(1401, LogLevel.Warning, "{Stage}: a batch of {Count} failed ({Exception}); trying each alone")]
    static partial void LogBatchFailed(ILogger logger, Stage stage, int count, string exception);

    [LoggerMessage(1402, LogLevel.Error, "Referral {Referral} could not leave {Stage}; it will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception, Guid referral, Stage stage);
}
