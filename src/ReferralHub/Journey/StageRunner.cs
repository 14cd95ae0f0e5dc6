using System.Collections.Concurrent;
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
/// stage. Batches that wait for their turn to write are joined into one transaction. When it fails each referral is
/// tried alone, and one that fails alone is put off and, after five tries, shown to operations. A command for a journey
/// that has moved on is nothing to do: twice equals once.
/// </summary>
public sealed partial class StageRunner(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time, ILogger<StageRunner> logger)
{
    const int JourneysTogetherMax = 128;

    readonly ConcurrentDictionary<Stage, ConcurrentQueue<Waiting>> queues = new();

    /// <summary>Completes when every journey named has been worked on or put off.</summary>
    public async Task RunAsync(Stage expected, IReadOnlyList<Guid> ids, StageWork work, CancellationToken cancellationToken)
    {
        var mine = new Waiting(ids, new(TaskCreationOptions.RunContinuationsAsynchronously));
        queues.GetOrAdd(expected, _ => new()).Enqueue(mine);
        // What earlier runs left behind when no transaction could begin comes first, so one run may not reach this one.
        // A run that finds the queue empty means that somebody else has taken it and will say when it is done.
        while (await RunQueueAsync(expected, work, cancellationToken) && !mine.Done.Task.IsCompleted) { }
        await mine.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Works on what waits; false when nothing did.</summary>
    async Task<bool> RunQueueAsync(Stage expected, StageWork work, CancellationToken cancellationToken)
    {
        var joined = new List<Waiting>();
        List<ReferralJourney> moved;
        try
        {
            moved = await database.WriteAsync(async (db, token) =>
            {
                while (joined.Sum(w => w.Ids.Count) < JourneysTogetherMax && queues[expected].TryDequeue(out var next)) joined.Add(next);
                return await ApplyAsync(db, expected, [.. joined.SelectMany(w => w.Ids).Distinct()], work, token);
            }, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The transaction did not even begin. Waiting on would block the consumer; the watchdog sends the command again.
            if (joined.Count == 0) throw;
            var ids = joined.SelectMany(w => w.Ids).Distinct().ToList();
            LogBatchFailed(logger, expected, ids.Count, e.GetType().Name);
            foreach (var id in ids) await RunAloneAsync(expected, id, work, cancellationToken);
            moved = [];
        }
        finally
        {
            // Also when stopping: nobody may wait for an answer that cannot come, and the watchdog finds what is left.
            foreach (var waiting in joined) waiting.Done.TrySetResult();
        }

        await wakeUps.SendAsync(moved.Where(j => j.Stage != expected), cancellationToken);
        return joined.Count > 0;
    }

    async Task RunAloneAsync(Stage expected, Guid id, StageWork work, CancellationToken cancellationToken)
    {
        try
        {
            var moved = await database.WriteAsync((db, token) => ApplyAsync(db, expected, [id], work, token), cancellationToken);
            await wakeUps.SendAsync(moved.Where(j => j.Stage != expected), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            HubMeters.WorkerFailures.Add(1, new KeyValuePair<string, object?>("worker", expected.ToString()));
            LogFailed(logger, e, id, expected);
            await PutOffAsync(expected, id, e.GetType().Name, cancellationToken);
        }
    }

    async Task<List<ReferralJourney>> ApplyAsync(HubDbContext db, Stage expected, List<Guid> ids, StageWork work, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var journeys = await db.Journeys.AsTracking().Where(j => ids.Contains(j.Id) && j.Stage == expected).ToListAsync(cancellationToken);
        if (journeys.Count > 0) await work(db, journeys, time.UtcNow(), cancellationToken);
        return journeys;
    }

    Task PutOffAsync(Stage expected, Guid id, string reason, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == id && j.Stage == expected, token);
        if (journey is not null) moves.Failed(db, journey, reason, time.UtcNow());
    }, cancellationToken);

    sealed record Waiting(IReadOnlyList<Guid> Ids, TaskCompletionSource Done);

    [LoggerMessage(1401, LogLevel.Warning, "{Stage}: a batch of {Count} failed ({Exception}); trying each alone")]
    static partial void LogBatchFailed(ILogger logger, Stage stage, int count, string exception);

    [LoggerMessage(1402, LogLevel.Error, "Referral {Referral} could not leave {Stage}; it will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception, Guid referral, Stage stage);
}
