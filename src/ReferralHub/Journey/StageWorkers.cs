using ReferralHub.Platform.Messaging;

namespace ReferralHub.Journey;

/// <summary>Which command wakes the worker of an automated stage. Modules register theirs.</summary>
public sealed record StageWorker(Stage Stage, Func<Guid, object> Command);

/// <summary>Wakes the workers of journeys that have just entered a stage.</summary>
public sealed class WakeUps(CommandSender sender, IEnumerable<StageWorker> workers)
{
    readonly Dictionary<Stage, Func<Guid, object>> commands = workers.ToDictionary(w => w.Stage, w => w.Command);

    public Task SendAsync(IEnumerable<(Guid Id, Stage Stage)> journeys, CancellationToken cancellationToken) =>
        sender.SendAsync([.. journeys.Where(j => commands.ContainsKey(j.Stage)).Select(j => commands[j.Stage](j.Id))], cancellationToken);

    public Task SendAsync(IEnumerable<ReferralJourney> journeys, CancellationToken cancellationToken) =>
        SendAsync(journeys.Select(j => (j.Id, j.Stage)), cancellationToken);
}
