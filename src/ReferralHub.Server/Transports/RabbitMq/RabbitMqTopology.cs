using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Every queue and exchange of the hub, declared by the hub itself with every argument that matters: a
/// quorum queue without a delivery limit requeues for ever, and with a limit but no dead-letter target deletes.
/// </summary>
static class RabbitMqTopology
{
    /// <summary>Where GP systems put raw FHIR JSON.</summary>
    public const string Intake = "referralhub.intake";

    /// <summary>Intake messages that could be neither taken nor answered.</summary>
    public const string IntakeParked = "referralhub.intake.parked";

    /// <summary>Commands that no worker could finish.</summary>
    public const string Parked = "referralhub.parked";

    /// <summary>Topic exchange of the journey log as CloudEvents; the routing key is the event's type.</summary>
    public const string Events = "referralhub.events";

    const int DeliveriesMax = 10;
    const int MessagesMax = 200_000;

    /// <summary>
    /// Arguments of a queue whose messages must not vanish: when a consumer keeps failing they go to <paramref name="parked"/>.
    /// </summary>
    public static Dictionary<string, object?> Arguments(string parked) =>
        new()
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = DeliveriesMax,
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = parked,
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
            ["x-max-length"] = MessagesMax,
        };

    /// <summary>Arguments of a last resort: nothing leaves it but by hand or by its own consumer.</summary>
    static readonly Dictionary<string, object?> ParkedArguments = new()
    {
        ["x-queue-type"] = "quorum",
        ["x-overflow"] = "reject-publish",
        ["x-max-length"] = MessagesMax,
    };

    /// <summary>Declares what is missing and makes sure that what is there is as it should be.</summary>
    /// <exception cref="SettingsException">A queue or exchange exists with other arguments.</exception>
    public static async Task DeclareAsync(IConnection connection, IEnumerable<string> commandQueues, CancellationToken cancellationToken)
    {
        await QueueAsync(connection, Parked, ParkedArguments, cancellationToken);
        await QueueAsync(connection, IntakeParked, ParkedArguments, cancellationToken);
        await QueueAsync(connection, Intake, Arguments(IntakeParked), cancellationToken);
        await DeclareAsync(
            connection,
            Events,
            channel => channel.ExchangeDeclareAsync(Events, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken),
            cancellationToken
        );
        foreach (var queue in commandQueues)
        {
            await QueueAsync(connection, queue, Arguments(Parked), cancellationToken);
            await DeclareAsync(
                connection,
                queue,
                async channel =>
                {
                    await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
                    await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
                },
                cancellationToken
            );
        }
    }

    static Task QueueAsync(
        IConnection connection,
        string name,
        Dictionary<string, object?> arguments,
        CancellationToken cancellationToken
    ) =>
        DeclareAsync(
            connection,
            name,
            channel =>
                channel.QueueDeclareAsync(
                    name,
                    durable: true,
                    exclusive: false,
                    autoDelete: false,
                    arguments,
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );

    static async Task DeclareAsync(IConnection connection, string name, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        // A refused declaration closes its channel, so each has its own.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await declare(channel);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            var remedy = name is Intake or IntakeParked
                ? "Let the hub that made it empty it, then delete it"
                : "Its messages are wake-ups and nothing is lost with them: delete it";
            throw new SettingsException(
                $"RabbitMQ has {name} with other settings than this version needs ({e.ShutdownReason.ReplyText}). "
                    + $"{remedy}, and start again."
            );
        }
    }
}
