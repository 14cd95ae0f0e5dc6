using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>The audit could not be written, so nothing may be shown.</summary>
public sealed class AuditUnavailableException(Exception inner) : Exception("The audit cannot be written.", inner);

/// <summary>
/// Group commit of what changes nothing: entries that come while a transaction is being written share the next. Whoever waits
/// goes on only after the commit. One that is alone does not wait for others.
/// </summary>
public sealed partial class AuditWriter(HubDatabase database, ILogger<AuditWriter> logger) : BackgroundService
{
    const int GroupMax = 64;
    const int WaitingMax = 4_096;

    /// <summary>How long a group waits for more, where there were several before it: a transaction costs more than its rows.</summary>
    static readonly TimeSpan GatherMax = TimeSpan.FromMilliseconds(2);

    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    readonly Channel<Waiting> channel = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    /// <summary>Returns when what the entry owes is committed.</summary>
    /// <param name="status">Status of the answer that waits for it.</param>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    public async Task WriteAsync(AuditEntry entry, int status)
    {
        var waiting = new Waiting(entry, status, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            if (!channel.Writer.TryWrite(waiting))
                throw new InvalidOperationException("Too many wait for the audit, or the hub stops.");
            await waiting.Written.Task.WaitAsync(AnswerMax);
        }
        catch (Exception e)
        {
            throw new AuditUnavailableException(e);
        }
    }

    /// <summary>Writes it when it can; for a caller who has gone and whose change was refused meanwhile.</summary>
    public void WriteLater(AuditEntry entry, int status)
    {
        if (!channel.Writer.TryWrite(new(entry, status, new(TaskCreationOptions.RunContinuationsAsynchronously))))
            LogNotWritten(logger, 1, "full");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has stopped by now; what still waits is written.
        channel.Writer.TryComplete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>(GroupMax);
        var last = 0;
        while (await channel.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (last > 1 && !stoppingToken.IsCancellationRequested)
                await Task.Delay(GatherMax, CancellationToken.None);
            if (channel.Reader.TryRead(out var first))
                group.Add(first);
            if (group.Count > 0)
                await StoreAsync(group, joining: true);
            last = group.Count;
            group.Clear();
        }
    }

    async Task StoreAsync(List<Waiting> group, bool joining)
    {
        try
        {
            await StoreTogetherAsync(group, joining);
        }
        catch (Exception e) when (group.Count > 1 && !database.IsOutage(e))
        {
            foreach (var one in group.ToList())
                await StoreAsync([one], joining: false);
        }
        catch (Exception e) when (group.Count == 1 && database.IsUniqueViolation(e))
        {
            // A commit of which nobody knew the outcome had written it after all.
            group[0].Written.TrySetResult();
        }
        catch (Exception e)
        {
            LogNotWritten(logger, group.Count, e.GetType().Name);
            foreach (var one in group)
                one.Written.TrySetException(e);
        }
    }

    async Task StoreTogetherAsync(List<Waiting> group, bool joining)
    {
        var drafts = new List<AuditDraft>();
        await database.WriteAsync(
            (db, _) =>
            {
                // What arrived while this group waited for its turn to write comes along.
                while (joining && group.Count < GroupMax && channel.Reader.TryRead(out var next))
                    group.Add(next);
                drafts.Clear();
                foreach (var one in group)
                    if (one.Entry.AddTo(db, one.Status) is { } draft)
                        drafts.Add(draft);
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        foreach (var draft in drafts)
            draft.Confirm();
        foreach (var one in group)
            one.Written.TrySetResult();
    }

    sealed record Waiting(AuditEntry Entry, int Status, TaskCompletionSource Written);

    [LoggerMessage(1870, LogLevel.Error, "{Count} calls could not be audited ({Exception}) and were not answered")]
    static partial void LogNotWritten(ILogger logger, int count, string exception);
}
