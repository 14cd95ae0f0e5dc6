using RabbitMQ.Client;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>What the link finds out of the broker before the hub starts.</summary>
sealed partial class RabbitMqLink
{
    /// <summary>Declares the topology once, when the broker is there, so that a start with wrong queues is refused.</summary>
    /// <exception cref="SettingsException">A queue exists with other arguments.</exception>
    /// <param name="alone">Refuses when another hub consumes from these queues: two would take each other's commands.</param>
    public async Task VerifyAsync(bool alone, CancellationToken cancellationToken)
    {
        IConnection connection;
        try
        {
            connection = await Factory(settings).CreateConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.BrokerUnreachableException or IOException)
        {
            LogNoBroker(logger, e.GetType().Name);
            return;
        }

        await using (connection)
        {
            await RabbitMqTopology.DeclareAsync(connection, Queues, cancellationToken);
            if (!alone)
                return;
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            foreach (var queue in Queues)
                if ((await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).ConsumerCount > 0)
                    throw new SettingsException(
                        $"Another hub consumes from {queue} on this broker; give this one a broker or virtual host of its own."
                    );
        }
    }

    [LoggerMessage(
        9107,
        LogLevel.Warning,
        "The broker is not there at the start ({Exception}); the hub starts without it and goes on trying"
    )]
    static partial void LogNoBroker(ILogger logger, string exception);
}
