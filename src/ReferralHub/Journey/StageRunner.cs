using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>Does one stage's work for journeys that are all in that stage; changes them through JourneyMoves.</summary>
public delegate Task StageWork(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken cancellationToken);

/// <summary>
/// The work of a stage that needs nothing but the database. Journeys that come into the stage by a worker's hand are
/// worked on in that worker's transaction; its command is for those that come otherwise or failed.
/// </summary>
public interface IStageWork
{
    Stage Stage { get; }

    Task AdvanceAsync(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken cancellationToken);
}

/// <summary>
/// The shell around every batch worker: load those still in the expected stage, do the work and that of the stages it
/// leads to as long as they need nothing but the database, commit, wake whoever comes next. Batches that wait for their
/// turn to write are joined into one transaction. When it fails each referral is tried alone, and one that fails alone is
/// put off and, after five tries, shown to operations. A command for a journey that has moved on is nothing to do: twice
/// equals once.
/// </summary>
public sealed partial class StageRunner(
    HubDatabase database,
    JourneyMoves moves,
    WakeUps wakeUps,
    InHand inHand,
    IEnumerable<IStageWork> works,
    TimeProvider time,
    ILogger<StageRunner> logger
)
{
    const int JourneysTogetherMax = 128;
    static readonly TimeSpan WorkMax = TimeSpan.FromSeconds(30);

    readonly Dictionary<Stage, IStageWork> works = works.ToDictionary(w => w.Stage);
    readonly ConcurrentDictionary<Stage, ConcurrentQueue<Waiting>> queues = new();

    /// <summary>Completes when every journey named has been worked on or put off.</summary>
    public async Task RunAsync(Stage expected, IReadOnlyList<Guid> ids, StageWork work, CancellationToken cancellationToken)
    {
        var mine = new Waiting(ids, new(TaskCreationOptions.RunContinuationsAsynchronously));
        queues.GetOrAdd(expected, _ => new()).Enqueue(mine);
        // What earlier runs left behind when no transaction could begin comes first, so one run may not reach this one.
        // A run that finds the queue empty means that somebody else has taken it and will say when it is done.
        while (await RunQueueAsync(expected, work, cancellationToken) && !mine.Completion.Task.IsCompleted) { }
        await mine.Completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Works on what waits; false when nothing did.</summary>
    async Task<bool> RunQueueAsync(Stage expected, StageWork work, CancellationToken cancellationToken)
    {
        var joined = new List<Waiting>();
        Done done;
        try
        {
            done = await WriteAsync(
                async (db, token) =>
                {
                    while (joined.Sum(w => w.Ids.Count) < JourneysTogetherMax && queues[expected].TryDequeue(out var next))
                        joined.Add(next);
                    return await ClaimAndWorkAsync(db, expected, [.. joined.SelectMany(w => w.Ids).Distinct()], alone: false, work, token);
                },
                cancellationToken
            );
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The transaction did not even begin. Waiting on would block the consumer; the watchdog sends the command again.
            if (joined.Count == 0)
                throw;
            var ids = joined.SelectMany(w => w.Ids).Distinct().ToList();
            LogBatchFailed(logger, expected, ids.Count, e.GetType().Name);
            done = new([], ids);
        }
        finally
        {
            // Also when stopping: nobody may wait for an answer that cannot come, and the watchdog finds what is left.
            foreach (var waiting in joined)
                waiting.Completion.TrySetResult();
        }

        FailPoints.Hit("worked-not-woken");
        wakeUps.Send(done.Moved);
        foreach (var id in done.Alone)
            if (!await RunAloneAsync(expected, id, work, cancellationToken))
                break;
        return joined.Count > 0;
    }

    /// <summary>False when the database is out of reach, so that trying the others would only take time.</summary>
    async Task<bool> RunAloneAsync(Stage expected, Guid id, StageWork work, CancellationToken cancellationToken)
    {
        try
        {
            var done = await WriteAsync((db, token) => ClaimAndWorkAsync(db, expected, [id], alone: true, work, token), cancellationToken);
            if (done.Moved.Count > 0)
                wakeUps.Send(done.Moved);
            else
                await WakeWhereItIsAsync(expected, id, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && database.IsOutage(e))
        {
            LogBatchFailed(logger, expected, 1, e.GetType().Name);
            return false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            HubMeters.WorkerFailures.Add(1, new KeyValuePair<string, object?>("worker", expected.ToString()));
            LogFailed(logger, e, id, expected);
            await PutOffAsync(expected, id, e.GetType().Name, cancellationToken);
            return true;
        }
    }

    /// <summary>A commit that was lost sight of may have moved it on; its next worker is woken rather than left to the watchdog.</summary>
    async Task WakeWhereItIsAsync(Stage expected, Guid id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("moves referrals on"));
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == id && j.Stage != expected && j.WakeAt != null, cancellationToken);
        if (journey is not null)
            wakeUps.Send([journey]);
    }

    async Task<Done> WriteAsync(Func<HubDbContext, CancellationToken, Task<Done>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WorkMax);
        var held = default(InHand.Holding);
        try
        {
            return await database.WriteAsync(
                async (db, token) =>
                {
                    held.Dispose();
                    var done = await work(db, token);
                    held = done.Held;
                    return done;
                },
                limit.Token
            );
        }
        finally
        {
            held.Dispose();
        }
    }

    async Task<Done> ClaimAndWorkAsync(
        HubDbContext db,
        Stage expected,
        List<Guid> ids,
        bool alone,
        StageWork work,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return new([], []);
        var journeys = await database
            .Claim<ReferralJourney>(db, ids)
            .Where(j => j.Stage == expected && j.ParkedSince == null)
            .ToListAsync(cancellationToken);
        // What was in hand when a process died is worked on alone from then on, so that it can take nothing else with it.
        var suspects = alone ? [] : journeys.Where(j => j.Deaths > 0).Select(j => j.Id).ToList();
        journeys.RemoveAll(j => suspects.Contains(j.Id));
        var held = inHand.Hold(journeys.Select(j => j.Id));
        FailPoints.Hit("claimed");
        try
        {
            // One that is worked on alone goes a stage at a time, so that what it fails in is known.
            if (journeys.Count > 0)
                await (
                    alone
                        ? work(db, journeys, time.UtcNow(), cancellationToken)
                        : WorkOnAsync(db, expected, journeys, work, time.UtcNow(), cancellationToken)
                );
        }
        catch
        {
            held.Dispose();
            throw;
        }

        FailPoints.Hit("worked-not-saved");
        return new([.. journeys.Where(j => j.Stage != expected)], suspects) { Held = held };
    }

    /// <summary>Does the work, and what can be done at once in the stages where it leads.</summary>
    async Task WorkOnAsync(
        HubDbContext db,
        Stage stage,
        IReadOnlyList<ReferralJourney> journeys,
        StageWork work,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await work(db, journeys, now, cancellationToken);
        foreach (var group in journeys.Where(j => j.Stage != stage).GroupBy(j => j.Stage).ToList())
            if (works.TryGetValue(group.Key, out var next))
                await WorkOnAsync(db, group.Key, [.. group], next.AdvanceAsync, now, cancellationToken);
    }

    Task PutOffAsync(Stage expected, Guid id, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await database.Claim<ReferralJourney>(db, [id]).FirstOrDefaultAsync(j => j.Stage == expected, token);
                if (journey is not null)
                    moves.Failed(db, journey, reason, time.UtcNow());
            },
            cancellationToken
        );

    sealed record Waiting(IReadOnlyList<Guid> Ids, TaskCompletionSource Completion);

    sealed record Done(IReadOnlyList<ReferralJourney> Moved, IReadOnlyList<Guid> Alone)
    {
        public InHand.Holding Held { get; init; }
    }

    [LoggerMessage(1401, LogLevel.Warning, "{Stage}: a batch of {Count} failed ({Exception}); trying each alone")]
    static partial void LogBatchFailed(ILogger logger, Stage stage, int count, string exception);

    [LoggerMessage(1402, LogLevel.Error, "Referral {Referral} could not leave {Stage}; it will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception, Guid referral, Stage stage);
}
