using System.Text;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Looks at commands that the broker gave up on, one at a time: most were only in hand beside a bad one
/// when a process died. Whoever still waits is left to the watchdog, which wakes it at its time; a message that is no
/// command of the hub becomes a work item. So the parked queue is never a silent grave.
/// </summary>
sealed class ParkedMessages(RabbitMqLink link, HubDatabase database, TimeProvider time, ILogger<ParkedMessages> logger)
    : QueueConsumer(link, RabbitMqTopology.Parked, 1, logger)
{
    const string Kind = "message-not-understood";

    protected override async Task HandleAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken cancellationToken)
    {
        try
        {
            var referral = CommandWire.FindReferral(message.Body.Span);
            var from =
                message.BasicProperties.Headers?.TryGetValue("x-first-death-queue", out var queue) == true && queue is byte[] name
                    ? Encoding.UTF8.GetString(name)
                    : "an unknown queue";
            var done = referral is null
                ? await RaiseAsync(from, message.Body.Length, cancellationToken)
                : await DescribeStandingAsync(referral.Value, cancellationToken);
            HubMeters.MessagesParked.Add(1, new KeyValuePair<string, object?>("done", done));
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Interrupted(e);
            await Task.Delay(BetweenTries, cancellationToken);
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, cancellationToken);
        }
    }

    async Task<string> DescribeStandingAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("says in the hub's log where a referral stands"));
        return await db.Journeys.AnyAsync(j => j.Id == referral && j.WakeAt != null, cancellationToken)
            ? "left-to-the-watchdog"
            : "moved-on";
    }

    async Task<string> RaiseAsync(string from, int bytes, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            (db, _) =>
            {
                var now = time.UtcNow();
                db.WorkItems.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Kind = Kind,
                        Text =
                            $"A message of {bytes} bytes on {from} is no command of this hub and was taken off. "
                            + "Find out who else sends to the hub's queues.",
                        Raised = now,
                        Due = WorkingDays.Deadline(now, 1),
                    }
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return "not-understood";
    }
}
