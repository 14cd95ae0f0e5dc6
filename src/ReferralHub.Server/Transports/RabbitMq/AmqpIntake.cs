using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Takes raw FHIR JSON from the queue <c>referralhub.intake</c> by the same path as HTTP. A message is acknowledged only
/// after it is stored; the answer goes to <c>reply-to</c> with the same body that HTTP would have had and its status in
/// the header <c>status</c>. What is refused and names no reply-to is parked, and a person is told.
/// </summary>
sealed partial class AmqpIntake(RabbitMqLink link, IntakeService intake, IntakeAnswers answers, HubDatabase database, TimeProvider time, ILogger<AmqpIntake> logger) : BackgroundService
{
    const string Kind = "amqp-refused";
    const ushort TogetherMax = 64;
    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, consumerDispatchConcurrency: TogetherMax);
                await using var channel = await (await link.ConnectionAsync(stoppingToken)).CreateChannelAsync(options, stoppingToken);
                await channel.BasicQosAsync(0, TogetherMax, global: false, stoppingToken);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += (_, message) => HandleAsync(channel, message, stoppingToken);
                var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.ChannelShutdownAsync += (_, _) => { closed.TrySetResult(); return Task.CompletedTask; };
                await channel.BasicConsumeAsync(RabbitMqTopology.Intake, autoAck: false, consumer, stoppingToken);
                await closed.Task.WaitAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(BetweenTries, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task HandleAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken cancellationToken)
    {
        try
        {
            // The client reuses its buffer once this returns, and everything below happens before that.
            var result = await SubmitAsync(message, cancellationToken);
            var answered = await AnswerAsync(channel, message, result, cancellationToken);
            if (result.Outcome == IntakeOutcome.Refused && !answered)
            {
                await RaiseAsync(result, cancellationToken);
                await channel.BasicRejectAsync(message.DeliveryTag, requeue: false, cancellationToken);
                return;
            }

            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The channel is gone, so the broker gives the message to somebody again; a repeat is recognised.
            LogFailed(logger, e.GetType().Name);
        }
    }

    /// <summary>While the hub cannot store, the message waits here: handing it back would count against it.</summary>
    async Task<IntakeResult> SubmitAsync(BasicDeliverEventArgs message, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = wait * 2 < RetryMax ? wait * 2 : RetryMax)
        {
            var result = await intake.SubmitAsync(message.Body, IntakeFace.Amqp, Id(message.BasicProperties.MessageId), Id(message.BasicProperties.CorrelationId), cancellationToken);
            if (result.Outcome != IntakeOutcome.Unavailable && !result.Problems.Any(p => p.Status == 425)) return result;
            await Task.Delay(wait, cancellationToken);
        }
    }

    async Task<bool> AnswerAsync(IChannel channel, BasicDeliverEventArgs message, IntakeResult result, CancellationToken cancellationToken)
    {
        if (message.BasicProperties.ReplyTo is not { Length: > 0 } replyTo) return false;
        var answer = answers.For(result, IntakeFace.Base);
        var properties = new BasicProperties
        {
            ContentType = "application/fhir+json",
            CorrelationId = message.BasicProperties.CorrelationId ?? message.BasicProperties.MessageId,
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?> { ["status"] = answer.Status.ToString(CultureInfo.InvariantCulture), ["location"] = answer.Location },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            await channel.BasicPublishAsync("", replyTo, mandatory: true, properties, answer.Body, limit.Token);
            return true;
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.PublishException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Its reply queue is gone. What was stored stays stored; what was refused goes the way of those without one.
            LogNotAnswered(logger, e.GetType().Name);
            return false;
        }
    }

    Task RaiseAsync(IntakeResult result, CancellationToken cancellationToken) => database.WriteAsync((db, _) =>
    {
        var now = time.UtcNow();
        db.WorkItems.Add(new()
        {
            Id = EntityId.New(now),
            Kind = Kind,
            Text = $"A message on {RabbitMqTopology.Intake} could not be taken and its sender could not be answered: {result.Problems.First(p => p.IsError).Text} It lies in {RabbitMqTopology.IntakeParked}; find its sender there.",
            Raised = now,
            Due = WorkingDays.Deadline(now, 0),
        });
        return Task.CompletedTask;
    }, cancellationToken);

    static string? Id(string? sent) => sent is { Length: > 0 and <= 64 } && sent.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? sent : null;

    [LoggerMessage(9301, LogLevel.Warning, "AMQP intake was interrupted ({Exception}) and goes on")]
    static partial void LogFailed(ILogger logger, string exception);

    [LoggerMessage(9302, LogLevel.Warning, "An answer to an AMQP sender could not be delivered ({Exception})")]
    static partial void LogNotAnswered(ILogger logger, string exception);
}
