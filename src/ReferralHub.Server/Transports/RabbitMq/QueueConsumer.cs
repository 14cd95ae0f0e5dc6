using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Consumes one queue over the hub's own connection for as long as the process lives: when channel or connection end it
/// begins again. Acknowledging is the business of whoever handles a message.
/// </summary>
/// <param name="together">How many messages are in hand at once.</param>
abstract partial class QueueConsumer(RabbitMqLink link, string queue, ushort together, ILogger logger) : BackgroundService
{
    protected static TimeSpan BetweenTries { get; } = TimeSpan.FromSeconds(2);

    protected abstract Task HandleAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Interrupted(e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(BetweenTries, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The broker or the database went away in the middle; the message comes again.</summary>
    protected void Interrupted(Exception exception) => LogInterrupted(logger, queue, exception.GetType().Name);

    async Task ConsumeAsync(CancellationToken stoppingToken)
    {
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true,
            consumerDispatchConcurrency: together
        );
        await using var channel = await (await link.ConnectionAsync(stoppingToken)).CreateChannelAsync(options, stoppingToken);
        await channel.BasicQosAsync(0, together, global: false, stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) => HandleAsync(channel, message, stoppingToken);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stoppingToken);
        await closed.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(9201, LogLevel.Warning, "Consuming {Queue} was interrupted ({Exception}) and goes on")]
    static partial void LogInterrupted(ILogger logger, string queue, string exception);
}
