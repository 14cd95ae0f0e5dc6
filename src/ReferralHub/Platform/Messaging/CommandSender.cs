using MassTransit;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Platform.Messaging;

/// <summary>
/// Sends commands to the queue of their consumer. A command is a wake-up: when sending fails, the watchdog sends it
/// again, so a failure here is counted and logged and never reaches the caller, whose work is already committed.
/// </summary>
public sealed partial class CommandSender(IBus bus, ILogger<CommandSender> logger)
{
    static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    public async Task SendAsync(IReadOnlyCollection<object> commands, CancellationToken cancellationToken)
    {
        if (commands.Count == 0) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SendTimeout);
        foreach (var ofOneType in commands.GroupBy(c => c.GetType()))
        {
            try
            {
                var endpoint = await bus.GetSendEndpoint(new Uri($"queue:{QueueName(ofOneType.Key)}"));
                foreach (var command in ofOneType) await endpoint.Send(command, ofOneType.Key, limit.Token);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                HubMeters.WakeUpsLost.Add(ofOneType.Count());
                LogNotSent(logger, ofOneType.Key.Name, e.GetType().Name);
            }
        }
    }

    /// <summary>TriageReferral → triage-referral.</summary>
    public static string QueueName(Type command) => KebabCaseEndpointNameFormatter.Instance.SanitizeName(command.Name);

    [LoggerMessage(1101, LogLevel.Warning, "A wake-up {Command} could not be sent ({Exception}); the watchdog will send it again")]
    static partial void LogNotSent(ILogger logger, string command, string exception);
}
