using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ReferralHub.Feeds;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Publishes the stamped log to the topic exchange <c>referralhub.events</c>, in order of position, each event at least
/// once: its cursor moves after the broker has confirmed. A reader tells repeats by the event's id and gaps by its
/// sequence. Nobody has to listen, so an event without a queue is no fault.
/// </summary>
sealed class EventsExchange(RabbitMqLink link, HubDatabase database, HubSettings settings) : ILogReader, IAsyncDisposable
{
    public const string CursorName = "events-exchange";
    const int BatchEventsMax = 256;
    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);
    IChannel? channel;

    public async Task<int> AdvanceAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        if (!link.CanSend)
            return 0;
        List<LogEvent> events;
        await using (var db = database.OpenRead(AccessScope.System("publishes the log, without data of patients")))
        {
            var from = await db.FindCursorAsync(CursorName, cancellationToken);
            events = await db
                .Log.AsNoTracking()
                .Where(e => e.Position > from)
                .OrderBy(e => e.Position)
                .Take(BatchEventsMax)
                .ToListAsync(cancellationToken);
        }

        if (events.Count == 0)
            return 0;
        try
        {
            await PublishAsync(events, cancellationToken);
        }
        catch (OperationInterruptedException) when (!link.CanSend)
        {
            // The link says itself that it is away; these go out when it is back, or from the process that comes next.
            return 0;
        }

        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                (await db.CursorAsync(CursorName, token)).Position = events[^1].Position!.Value;
            },
            cancellationToken
        );
        HubMeters.EventsPublished.Add(events.Count);
        return events.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (channel is not null)
            await channel.DisposeAsync();
    }

    async Task PublishAsync(List<LogEvent> events, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConfirmTimeout);
        if (channel is not { IsOpen: true })
        {
            var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
            channel = await (await link.ConnectionAsync(limit.Token)).CreateChannelAsync(options, limit.Token);
        }

        var confirms = new List<Task>(events.Count);
        foreach (var e in events)
        {
            var properties = new BasicProperties
            {
                ContentType = "application/cloudevents+json",
                MessageId = e.Id.ToString(),
                DeliveryMode = DeliveryModes.Persistent,
            };
            var body = JsonText.Write(w => CloudEvent.Write(w, e, settings.Organisation.OdsCode));
            confirms.Add(
                channel
                    .BasicPublishAsync(RabbitMqTopology.Events, CloudEvent.FormatType(e), mandatory: false, properties, body, limit.Token)
                    .AsTask()
            );
        }

        await Task.WhenAll(confirms);
    }
}
