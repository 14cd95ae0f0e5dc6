using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ReferralHub.Identity.Audit;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Takes raw FHIR JSON from the queue <c>referralhub.intake</c> by the same path as HTTP. A message is acknowledged only
/// after it is stored; the answer goes to <c>reply-to</c> with the same body that HTTP would have had and its status in
/// the header <c>status</c>. What is refused and names no reply-to is parked, and a person is told; so is what comes from a user of
/// the broker who is no client of the hub, which is neither read nor answered.
/// </summary>
sealed partial class AmqpIntake(
    RabbitMqLink link,
    IntakeService intake,
    IntakeAnswers answers,
    AmqpSenders senders,
    MessageAudit audit,
    HubDatabase database,
    TimeProvider time,
    ILogger<AmqpIntake> logger
) : QueueConsumer(link, RabbitMqTopology.Intake, TogetherMax, logger)
{
    const string Kind = "amqp-refused";
    const string StrangerKind = "amqp-sender-unknown";
    const ushort TogetherMax = 64;
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);
    readonly SemaphoreSlim oneStranger = new(1);

    public override void Dispose()
    {
        oneStranger.Dispose();
        base.Dispose();
    }

    protected override async Task HandleAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken cancellationToken)
    {
        try
        {
            // The client reuses its buffer once this returns, and everything below happens before that.
            var (caller, stranger) = await senders.FindAsync(message.BasicProperties.UserId, cancellationToken);
            if (caller is null)
            {
                await audit.FinishAsync(audit.Begin(RabbitMqTopology.Intake, caller: null), StatusCodes.Status403Forbidden);
                await RaiseStrangerOnceAsync(message.BasicProperties.UserId ?? "", stranger!, cancellationToken);
                await channel.BasicRejectAsync(message.DeliveryTag, requeue: false, cancellationToken);
                return;
            }

            var result = await SubmitAsync(message, caller, cancellationToken);
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
            // With the channel gone the broker gives the message to somebody again by itself; a repeat is recognised.
            Interrupted(e);
            if (!channel.IsOpen)
                return;
            await Task.Delay(BetweenTries, cancellationToken);
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, cancellationToken);
        }
    }

    async Task<IntakeResult> SubmitAsync(BasicDeliverEventArgs message, Caller caller, CancellationToken cancellationToken)
    {
        var entry = audit.Begin(RabbitMqTopology.Intake, caller);
        AuditEntry.Current = entry;
        var result = await StoreAsync(message, caller, cancellationToken);
        await audit.FinishAsync(entry, answers.CreateAnswer(result, IntakeFace.Base).Status);
        return result;
    }

    /// <summary>While the hub cannot store, the message waits here: handing it back would count against it.</summary>
    async Task<IntakeResult> StoreAsync(BasicDeliverEventArgs message, Caller caller, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = wait * 2 < RetryMax ? wait * 2 : RetryMax)
        {
            var result = await intake.SubmitAsync(
                message.Body,
                IntakeFace.Amqp,
                Id(message.BasicProperties.MessageId),
                Id(message.BasicProperties.CorrelationId),
                caller,
                cancellationToken
            );
            if (result.Outcome != IntakeOutcome.Unavailable && !result.Problems.Any(p => p.Status == 425))
                return result;
            await Task.Delay(wait, cancellationToken);
        }
    }

    async Task<bool> AnswerAsync(IChannel channel, BasicDeliverEventArgs message, IntakeResult result, CancellationToken cancellationToken)
    {
        if (message.BasicProperties.ReplyTo is not { Length: > 0 } replyTo)
            return false;
        if (!ReplyQueues.MayBeAnswered(replyTo))
        {
            LogNotAllowed(logger);
            return false;
        }

        var answer = answers.CreateAnswer(result, IntakeFace.Base);
        var properties = new BasicProperties
        {
            ContentType = "application/fhir+json",
            CorrelationId = message.BasicProperties.CorrelationId ?? message.BasicProperties.MessageId,
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>
            {
                ["status"] = answer.Status.ToString(CultureInfo.InvariantCulture),
                ["location"] = answer.Location,
            },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            await channel.BasicPublishAsync("", replyTo, mandatory: true, properties, answer.Body, limit.Token);
            return true;
        }
        catch (Exception e)
            when (e is RabbitMQ.Client.Exceptions.PublishException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            // Its reply queue is gone. What was stored stays stored; what was refused goes the way of those without one.
            LogNotAnswered(logger, e.GetType().Name);
            return false;
        }
    }

    Task RaiseAsync(IntakeResult result, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (db, _) =>
            {
                var now = time.UtcNow();
                db.WorkItems.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Kind = Kind,
                        Text =
                            $"A message on {RabbitMqTopology.Intake} could not be taken and its sender could not be answered: "
                            + $"{result.Problems.First(p => p.IsError).Text} "
                            + $"It lies in {RabbitMqTopology.IntakeParked}; find its sender there.",
                        Raised = now,
                        Due = WorkingDays.Deadline(now, 0),
                    }
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>One after the other, so that each sees what the one before has raised.</summary>
    async Task RaiseStrangerOnceAsync(string user, string reason, CancellationToken cancellationToken)
    {
        await oneStranger.WaitAsync(cancellationToken);
        try
        {
            await RaiseStrangerAsync(user, reason, cancellationToken);
        }
        finally
        {
            oneStranger.Release();
        }
    }

    /// <summary>Once for each user: whoever floods the queue makes one work item.</summary>
    Task RaiseStrangerAsync(string user, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                if (await db.WorkItems.AnyAsync(w => w.Kind == StrangerKind && w.Sender == user && w.Settled == null, token))
                    return;
                var now = time.UtcNow();
                db.WorkItems.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Kind = StrangerKind,
                        Sender = user,
                        Text =
                            $"A message on {RabbitMqTopology.Intake} was not taken. {reason} It lies in {RabbitMqTopology.IntakeParked}, "
                            + "and so does whatever comes from there until somebody has settled this.",
                        Raised = now,
                        Due = WorkingDays.Deadline(now, 0),
                    }
                );
            },
            cancellationToken
        );

    static string? Id(string? sent) =>
        sent is { Length: > 0 and <= 64 } && sent.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? sent : null;

    [LoggerMessage(9303, LogLevel.Warning, "An AMQP sender named a reply queue that is none; it was not answered")]
    static partial void LogNotAllowed(ILogger logger);

    [LoggerMessage(9302, LogLevel.Warning, "An answer to an AMQP sender could not be delivered ({Exception})")]
    static partial void LogNotAnswered(ILogger logger, string exception);
}
