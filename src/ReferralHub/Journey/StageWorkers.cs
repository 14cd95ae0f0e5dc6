using ReferralHub.Platform.Messaging;

namespace ReferralHub.Journey;

/// <summary>Does a stage's work for referrals in this process, as their command would have it done.</summary>
public delegate Task StageRun(IReadOnlyList<Guid> referrals, CancellationToken cancellationToken);

/// <summary>Which command wakes the worker of an automated stage, and what that worker does. Modules register theirs.</summary>
public sealed record StageWorker(Stage Stage, Type Command, Func<Guid, object> Make, StageRun Run)
{
    public static StageWorker Create<TCommand>(Stage stage, Func<Guid, TCommand> make, StageRun run)
        where TCommand : class => new(stage, typeof(TCommand), make, run);

    public string Queue => CommandSender.QueueName(Command);
}

/// <summary>Wakes the workers of journeys that have just entered a stage.</summary>
public sealed class WakeUps(CommandSender sender, ITransport transport, IEnumerable<StageWorker> workers)
{
    readonly Dictionary<Stage, StageWorker> byStage = workers.ToDictionary(w => w.Stage);

    /// <summary>The queues of all workers.</summary>
    public IEnumerable<string> Queues => byStage.Values.Select(w => w.Queue).Distinct();

    /// <summary>False while nothing that is sent would arrive.</summary>
    public bool CanSend => transport.CanSend;

    public void Send(IEnumerable<(Guid Id, Stage Stage)> journeys) =>
        sender.Send(journeys.Where(j => byStage.ContainsKey(j.Stage)).Select(j => byStage[j.Stage].Make(j.Id)));

    /// <summary>Those for which there is something to do.</summary>
    public void Send(IEnumerable<ReferralJourney> journeys) => Send(journeys.Where(j => j.WakeAt is not null).Select(j => (j.Id, j.Stage)));

    /// <summary>Does in this process what a command would have had done. Those whose stage has no worker are left out.</summary>
    public async Task RunHereAsync(IEnumerable<(Guid Id, Stage Stage)> journeys, CancellationToken cancellationToken)
    {
        foreach (var group in journeys.Where(j => byStage.ContainsKey(j.Stage)).GroupBy(j => j.Stage))
            await byStage[group.Key].Run([.. group.Select(j => j.Id)], cancellationToken);
    }

    /// <summary>How many commands wait in the queues of the workers, together.</summary>
    public async Task<long> CountWaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = 0L;
        foreach (var queue in Queues)
            waiting += await transport.CountWaitingAsync(queue, cancellationToken);
        return waiting;
    }
}
