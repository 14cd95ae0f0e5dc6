using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Intake;

/// <summary>
/// Group commit: submissions that arrive while a transaction is being written share the next one. Each caller gets its
/// answer only after the commit. When a group fails, its members are tried one by one, so that one bad referral stops
/// nobody.
/// </summary>
public sealed partial class IntakeQueue(
    HubDatabase database,
    IntakeWriter writer,
    WakeUps wakeUps,
    TimeProvider time,
    ILogger<IntakeQueue> logger
) : BackgroundService
{
    const int GroupMax = 64;
    const int WaitingMax = 2_048;

    /// <summary>
    /// What would wait longer than this is better told to come back: its sender would soon give up and send again. It is
    /// short because in an overload several times as much waits before and behind this queue, where nobody can measure it.
    /// Urgent messages are taken all the same.
    /// </summary>
    static readonly TimeSpan RoutineWaitMax = TimeSpan.FromMilliseconds(100);

    /// <summary>Up to two groups are never too many, whatever the last one took.</summary>
    const int AlwaysTaken = 2 * GroupMax;
    const int RoutineWaitingMax = 768;
    const double GroupWeight = 0.2;
    static readonly TimeSpan PauseAfterOutage = TimeSpan.FromMilliseconds(200);

    /// <summary>After this time somebody must try again before it can be said that nothing can be stored.</summary>
    static readonly TimeSpan FaultKnownFor = TimeSpan.FromSeconds(10);

    readonly Channel<Waiting> channel = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );
    readonly ConcurrentDictionary<string, byte> inProgress = new(StringComparer.Ordinal);
    double groupSeconds;
    Fault? lastFault;

    /// <summary>Submissions accepted for storing and not yet answered.</summary>
    public int InProgress => inProgress.Count;

    /// <summary>Whether so much waits that routine messages are better told to come back, before any work is spent on them.</summary>
    public bool IsCrowded =>
        InProgress is var waiting
        && waiting > AlwaysTaken
        && (waiting >= RoutineWaitingMax || (double)waiting / GroupMax * Volatile.Read(ref groupSeconds) > RoutineWaitMax.TotalSeconds);

    /// <summary>Why the last submission of the last seconds could not be stored; null when it was, or when there was none.</summary>
    public string? StoreFault =>
        lastFault is { } fault && time.GetElapsedTime(fault.At) < FaultKnownFor
            ? $"The database did not take the last referral ({fault.Exception})."
            : null;

    internal async Task<IntakeResult> SubmitAsync(ParsedSubmission submission, CancellationToken cancellationToken)
    {
        if (!inProgress.TryAdd(submission.Key, 0))
            return IntakeResult.Refused(IntakeProblems.TooEarly);
        var waiting = new Waiting(submission, new(TaskCreationOptions.RunContinuationsAsynchronously));
        // From here on the row is written with the submission, or given back.
        submission.Audit?.HandOver();
        if (!channel.Writer.TryWrite(waiting))
        {
            submission.Audit?.TakeBack();
            inProgress.TryRemove(submission.Key, out _);
            return new(IntakeOutcome.Unavailable, [IntakeProblems.Overloaded]);
        }

        return await waiting.Answer.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>(GroupMax);
        // What was taken in is finished even while stopping: its senders wait for an answer.
        while (await WaitForMoreAsync(stoppingToken))
        {
            if (channel.Reader.TryRead(out var first))
                group.Add(first);
            if (group.Count > 0)
                await StoreAsync(group, joining: true);
            group.Clear();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    async Task<bool> WaitForMoreAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await channel.Reader.WaitToReadAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return channel.Reader.TryPeek(out _);
        }
    }

    async Task StoreAsync(List<Waiting> group, bool joining)
    {
        try
        {
            await StoreTogetherAsync(group, joining);
        }
        catch (Exception e) when (database.IsOutage(e))
        {
            await StoreAfterOutageAsync(group, e);
        }
        catch (Exception e)
        {
            if (group.Count == 1)
            {
                await StoreAgainAsync(group[0], e);
                return;
            }

            LogGroupFailed(logger, group.Count, e.GetType().Name);
            foreach (var one in group)
                await StoreAsync([one], joining: false);
        }
    }

    /// <summary>
    /// The database went away, perhaps in the middle of a commit. One more try for all together: what had been committed
    /// is recognised by its row and answered as what it is. After that every sender is told to send again, and at once those
    /// who wait behind them: a queue before a database that does not answer only lets them give up.
    /// </summary>
    async Task StoreAfterOutageAsync(List<Waiting> group, Exception first)
    {
        LogGroupFailed(logger, group.Count, first.GetType().Name);
        try
        {
            await Task.Delay(PauseAfterOutage);
            await StoreTogetherAsync(group, joining: false);
        }
        catch (Exception e)
        {
            while (channel.Reader.TryRead(out var next))
                group.Add(next);
            LogNotStored(logger, group.Count, e);
            lastFault = new(time.GetTimestamp(), e.GetType().Name);
            foreach (var one in group)
                Finish(one, new(IntakeOutcome.Unavailable, [IntakeProblems.Unavailable]));
        }
    }

    async Task StoreAgainAsync(Waiting one, Exception first)
    {
        try
        {
            // A unique key that was taken in the meantime is found on the second look and answered as a repeat.
            if (!database.IsUniqueViolation(first))
                throw first;
            await StoreTogetherAsync([one], joining: false);
        }
        catch (Exception e)
        {
            LogNotStored(logger, 1, e);
            Finish(one, new(IntakeOutcome.Unavailable, [IntakeProblems.Unavailable]));
        }
    }

    async Task StoreTogetherAsync(List<Waiting> group, bool joining)
    {
        var started = Stopwatch.GetTimestamp();
        var drafts = new List<AuditDraft>();
        var results = await database.WriteAsync(
            async (db, token) =>
            {
                // What arrived while this group waited for its turn to write comes along.
                while (joining && group.Count < GroupMax && channel.Reader.TryRead(out var next))
                    group.Add(next);
                var stored = await writer.StoreBatchAsync(db, group.ConvertAll(w => w.Submission), time.UtcNow(), token);
                await AddAuditAsync(db, group, stored, drafts, isRetry: !joining, token);
                return stored;
            },
            CancellationToken.None
        );
        foreach (var draft in drafts)
            draft.Confirm();
        lastFault = null;
        Volatile.Write(
            ref groupSeconds,
            (groupSeconds * (1 - GroupWeight)) + (Stopwatch.GetElapsedTime(started).TotalSeconds * GroupWeight)
        );
        FailPoints.Hit("stored-not-answered");
        for (var i = 0; i < group.Count; i++)
            Finish(group[i], results[i]);
        wakeUps.Send(results.Where(r => r.Stored).Select(r => (r.Referral!.Value, r.Stage!.Value)));
    }

    /// <summary>A row of the audit for each of the group that was stored, in the same transaction.</summary>
    static async Task AddAuditAsync(
        HubDbContext db,
        List<Waiting> group,
        IntakeResult[] stored,
        List<AuditDraft> drafts,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        drafts.Clear();
        for (var i = 0; i < group.Count; i++)
        {
            if (group[i].Submission.Audit is not { } entry)
                continue;
            entry.Touch(stored[i].Referral, stored[i].PatientKey is { Length: > 0 } key ? key : null);
            // What was refused or known before changes nothing; its row says with which status it was answered.
            if (!stored[i].Stored || (isRetry && !entry.IsWritten && await entry.IsKeptAsync(db, cancellationToken)))
                continue;
            if (entry.AddTo(db) is { } draft)
                drafts.Add(draft);
        }
    }

    void Finish(Waiting waiting, IntakeResult result)
    {
        waiting.Submission.Audit?.TakeBack();
        inProgress.TryRemove(waiting.Submission.Key, out _);
        var tag = new TagList { { "source", waiting.Submission.Source }, { "outcome", result.Outcome.ToString() } };
        (result.Stored ? HubMeters.Received : HubMeters.Refused).Add(1, tag);
        waiting.Answer.TrySetResult(result);
    }

    sealed record Fault(long At, string Exception);

    sealed record Waiting(ParsedSubmission Submission, TaskCompletionSource<IntakeResult> Answer);

    [LoggerMessage(
        2001,
        LogLevel.Warning,
        "A group of {Count} submissions could not be stored together ({Exception}); trying them one by one"
    )]
    static partial void LogGroupFailed(ILogger logger, int count, string exception);

    [LoggerMessage(2002, LogLevel.Error, "{Count} submissions could not be stored; their senders were told to send them again")]
    static partial void LogNotStored(ILogger logger, int count, Exception exception);
}
