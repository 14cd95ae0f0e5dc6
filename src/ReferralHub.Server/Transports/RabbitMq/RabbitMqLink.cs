using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using RabbitMQ.Client;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Messaging;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// The hub's own connection to the broker, beside that of MassTransit: it declares the topology after every connect, knows
/// whether the broker is there and takes messages, sees queues, and notices consumers that have gone deaf.
/// </summary>
sealed partial class RabbitMqLink(HubSettings settings, IEnumerable<StageWorker> workers, ILogger<RabbitMqLink> logger)
    : BackgroundService,
        ITransport,
        IReceiveObserver
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LookMax = TimeSpan.FromSeconds(5);
    static readonly TimeSpan AbortMax = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StallMax = TimeSpan.FromSeconds(45);

    readonly ConcurrentDictionary<string, Consumption> consumption = new();
    readonly ConcurrentDictionary<string, long> ready = new();
    volatile TaskCompletionSource<IConnection> connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile IChannel? sender;
    volatile string? blocked;
    volatile string? mismatch;
    volatile string? stalled;

    public bool CanSend => connected.Task.IsCompletedSuccessfully && blocked is null && mismatch is null;

    /// <summary>The broker writes to its disk for each sending, and the consumer gathers for longer than this.</summary>
    public TimeSpan Gather { get; } = TimeSpan.FromMilliseconds(25);

    public string? Fault =>
        mismatch
        ?? stalled
        ?? (
            !connected.Task.IsCompletedSuccessfully
                ? "The broker cannot be reached; intake goes on, and what waits is woken when it returns."
            : blocked is null ? null
            : $"The broker takes no messages ({blocked}); intake goes on, and what waits is woken when it does."
        );

    /// <summary>Set while a queue has had messages for a while and this process was given none: only a restart helps.</summary>
    public string? Stalled => stalled;

    /// <summary>Waits until the broker is there.</summary>
    public Task<IConnection> ConnectionAsync(CancellationToken cancellationToken) => connected.Task.WaitAsync(cancellationToken);

    /// <summary>
    /// By this connection and not MassTransit's: after some faults of the broker that one stays dead for sending while
    /// everything looks well, and a process that only sends, such as the scheduler, wakes nobody any more (seen in the chaos
    /// suite). The envelope is the least that MassTransit's consumers read.
    /// </summary>
    public async Task SendAsync(IReadOnlyList<object> commands, CancellationToken cancellationToken)
    {
        var channel = sender ?? throw new InvalidOperationException("There is no connection to the broker.");
        var confirms = new List<Task>(commands.Count);
        foreach (var command in commands)
        {
            var type = command.GetType();
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new Envelope([$"urn:message:{type.Namespace}:{type.Name}"], command),
                JsonSerializerOptions.Web
            );
            var properties = new BasicProperties
            {
                ContentType = "application/vnd.masstransit+json",
                DeliveryMode = DeliveryModes.Persistent,
            };
            // Mandatory: without it the broker confirms a message that no queue takes, and it is gone.
            confirms.Add(
                channel.BasicPublishAsync(CommandSender.QueueName(type), "", mandatory: true, properties, body, cancellationToken).AsTask()
            );
        }

        await Task.WhenAll(confirms);
    }

    sealed record Envelope(string[] MessageType, object Message);

    public ValueTask<long> CountWaitingAsync(string queue, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ready.GetValueOrDefault(queue));

    /// <summary>Messages by queue, as last seen.</summary>
    public IReadOnlyDictionary<string, long> Ready => ready;

    public static ConnectionFactory Factory(HubSettings settings) =>
        new()
        {
            Uri = RabbitMqTransport.BuildAddress(settings),
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = ConnectTimeout,
            ClientProvidedName = $"referralhub {settings.Roles}",
        };

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

    IEnumerable<string> Queues => workers.Select(w => w.Queue).Distinct();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the start, because a consumer that was deaf from the start never gets a first message.
        if (settings.Runs(Roles.Worker))
            foreach (var queue in Queues)
                consumption[queue] = new();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunConnectionAsync(stoppingToken);
            }
            catch (SettingsException e)
            {
                mismatch = e.Message;
                LogMismatch(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(logger, e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(BetweenTries, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task RunConnectionAsync(CancellationToken stoppingToken)
    {
        var connection = await Factory(settings).CreateConnectionAsync(stoppingToken);
        try
        {
            await UseConnectionAsync(connection, stoppingToken);
        }
        finally
        {
            connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
            blocked = null;
            // Closing in order would wait for an answer that a dead link does not bring.
            await connection.CloseAsync(Constants.ReplySuccess, "link ended", AbortMax, abort: true, CancellationToken.None);
            await connection.DisposeAsync();
        }
    }

    async Task UseConnectionAsync(IConnection connection, CancellationToken stoppingToken)
    {
        await RabbitMqTopology.DeclareAsync(connection, Queues, stoppingToken);
        mismatch = null;
        connection.ConnectionBlockedAsync += (_, e) =>
        {
            blocked = e.Reason;
            LogBlocked(logger, e.Reason);
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            blocked = null;
            LogUnblocked(logger);
            return Task.CompletedTask;
        };
        var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        sender = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
            stoppingToken
        );
        connected.TrySetResult(connection);
        LogConnected(logger);
        while (connection.IsOpen && channel.IsOpen && sender.IsOpen)
        {
            // A dead link says nothing at all; whoever waits for it any longer does not notice.
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
            {
                limit.CancelAfter(LookMax);
                // A connection hears of an alarm only when it publishes; nothing listens to this and the broker drops it.
                if (blocked is null)
                    await channel.BasicPublishAsync(
                        "",
                        "referralhub.probe",
                        mandatory: false,
                        new BasicProperties(),
                        ReadOnlyMemory<byte>.Empty,
                        limit.Token
                    );
                await LookAsync(channel, limit.Token);
            }

            await Task.Delay(Look, stoppingToken);
        }
    }

    async Task LookAsync(IChannel channel, CancellationToken cancellationToken)
    {
        string? deaf = null;
        foreach (var queue in Queues.Append(RabbitMqTopology.Intake).Append(RabbitMqTopology.Parked).Append(RabbitMqTopology.IntakeParked))
        {
            // When somebody deleted it this closes the channel, and connecting again declares it again.
            var count = (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
            ready[queue] = count;
            if (consumption.TryGetValue(queue, out var mine) && mine.IsDeaf(count, StallMax))
                deaf = queue;
        }

        if (deaf is not null && stalled is null)
        {
            HubMeters.ConsumerRestarts.Add(1);
            LogStalled(logger, deaf);
        }

        stalled = deaf is null
            ? null
            : $"The queue {deaf} has had messages for a while and this process is given none; it should be restarted.";
    }

    public Task PreReceive(ReceiveContext context)
    {
        consumption.GetOrAdd(context.InputAddress.Segments[^1], _ => new()).Count();
        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    /// <summary>How much this process was given of one queue.</summary>
    sealed class Consumption
    {
        long received;
        long seen;
        long quietSince;

        public void Count() => Interlocked.Increment(ref received);

        public bool IsDeaf(uint waiting, TimeSpan limit)
        {
            var now = Stopwatch.GetTimestamp();
            var count = Interlocked.Read(ref received);
            if (waiting == 0 || count != seen || quietSince == 0)
                (seen, quietSince) = (count, now);
            return Stopwatch.GetElapsedTime(quietSince, now) > limit;
        }
    }

    [LoggerMessage(9101, LogLevel.Information, "Connected to the broker")]
    static partial void LogConnected(ILogger logger);

    [LoggerMessage(9102, LogLevel.Warning, "The broker is away ({Exception}); trying again")]
    static partial void LogLost(ILogger logger, string exception);

    [LoggerMessage(9103, LogLevel.Error, "The broker takes no messages: {Reason}")]
    static partial void LogBlocked(ILogger logger, string reason);

    [LoggerMessage(9104, LogLevel.Information, "The broker takes messages again")]
    static partial void LogUnblocked(ILogger logger);

    [LoggerMessage(9105, LogLevel.Error, "{Reason}")]
    static partial void LogMismatch(ILogger logger, string reason);

    [LoggerMessage(9106, LogLevel.Error, "The queue {Queue} has messages and this process is given none")]
    static partial void LogStalled(ILogger logger, string queue);

    [LoggerMessage(
        9107,
        LogLevel.Warning,
        "The broker is not there at the start ({Exception}); the hub starts without it and goes on trying"
    )]
    static partial void LogNoBroker(ILogger logger, string exception);
}
