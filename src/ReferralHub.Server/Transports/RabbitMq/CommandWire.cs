using System.Text.Json;
using RabbitMQ.Client;
using ReferralHub.Platform.Messaging;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Commands on the wire: the message's own JSON and nothing around it, which MassTransit reads as from any other sender. The
/// queue says which command it is.
/// </summary>
static class CommandWire
{
    const string ContentType = "application/json";

    /// <summary>Puts each command on the queue of its type; completes when the broker has confirmed them all.</summary>
    /// <param name="channel">One with publisher confirmations and their tracking.</param>
    /// <exception cref="RabbitMQ.Client.Exceptions.PublishException">The broker refused one, or no queue takes it.</exception>
    public static Task SendAsync(IChannel channel, IReadOnlyList<object> commands, CancellationToken cancellationToken)
    {
        var confirms = new List<Task>(commands.Count);
        foreach (var command in commands)
        {
            var type = command.GetType();
            var body = JsonSerializer.SerializeToUtf8Bytes(command, type, JsonSerializerOptions.Web);
            var properties = new BasicProperties { ContentType = ContentType, DeliveryMode = DeliveryModes.Persistent };
            // Mandatory: without it the broker confirms a message that no queue takes, and it is gone.
            confirms.Add(
                channel.BasicPublishAsync(CommandSender.QueueName(type), "", mandatory: true, properties, body, cancellationToken).AsTask()
            );
        }

        return Task.WhenAll(confirms);
    }

    /// <summary>The referral that a command names, in its own JSON or in MassTransit's envelope; null when it is none of ours.</summary>
    public static Guid? FindReferral(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var command = document.RootElement;
            if (command.ValueKind == JsonValueKind.Object && command.TryGetProperty("message", out var enveloped))
                command = enveloped;
            return
                command.ValueKind == JsonValueKind.Object
                && command.TryGetProperty("referralId", out var id)
                && id.ValueKind == JsonValueKind.String
                && id.TryGetGuid(out var referral)
                ? referral
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
