using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Platform.Messaging;

/// <summary>
/// Sends commands to the queue of their consumer. A command is a wake-up: when sending fails, the watchdog sends it
/// again, so a failure is counted and logged and never reaches the caller, whose work is already committed. Callers do
/// not wait for the broker either: a broker that hangs must not hold up intake.
/// </summary>
public sealed partial class CommandSender(ITransport transport, ILogger<CommandSender> logger) : BackgroundService
{
    const int WaitingMax = 50_000;
    const int TogetherMax = 256;
    static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    readonly Channel<object> waiting = Channel.CreateBounded<object>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    /// <summary>Hands commands over for sending; what cannot be taken is left to the watchdog.</summary>
    public void Send(IEnumerable<object> commands)
    {
        foreach (var command in commands)
            if (!waiting.Writer.TryWrite(command))
                HubMeters.WakeUpsLost.Add(1);
    }

    /// <summary>TriageReferral → triage-referral.</summary>
    public static string QueueName(Type command) => KebabCaseEndpointNameFormatter.Instance.SanitizeName(command.Name);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var together = new List<object>(TogetherMax);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (transport.Gather > TimeSpan.Zero && waiting.Reader.Count < TogetherMax)
                    await Task.Delay(transport.Gather, stoppingToken);
                while (together.Count < TogetherMax && waiting.Reader.TryRead(out var command))
                    together.Add(command);
                await SendTogetherAsync(together, stoppingToken);
                together.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left unsent is found by the watchdog of whoever runs next.
        }
    }

    async Task SendTogetherAsync(List<object> commands, CancellationToken stoppingToken)
    {
        if (!transport.CanSend)
        {
            HubMeters.WakeUpsLost.Add(commands.Count);
            return;
        }

        FailPoints.Hit("wake-up-queued");
        using var activity = HubActivities.Source.StartActivity("send commands", System.Diagnostics.ActivityKind.Producer);
        activity?.SetTag("referralhub.commands", commands.Count);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(SendTimeout);
        try
        {
            await transport.SendAsync(commands, limit.Token);
            FailPoints.Hit("wake-up-sent");
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            HubMeters.WakeUpsLost.Add(commands.Count);
            LogNotSent(logger, commands.Count, e.GetType().Name);
            await Task.Delay(PauseAfterFailure, stoppingToken);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Up to {Count} wake-ups could not be sent ({Exception}); the watchdog will send them again")]
    static partial void LogNotSent(ILogger logger, int count, string exception);
}
