using System.Collections.Concurrent;
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
sealed partial class RabbitMqLink(
    HubSettings settings,
    IEnumerable<StageWorker> workers,
    ConsumerWatch consumers,
    ILogger<RabbitMqLink> logger
) : BackgroundService, ITransport
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LookMax = TimeSpan.FromSeconds(5);
    static readonly TimeSpan AbortMax = TimeSpan.FromSeconds(1);

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
    /// By this connection and not MassTransit's: it is known to be there, every command is confirmed and must reach a queue, and
    /// it costs a fraction of MassTransit's envelope (docs/decisions/0003).
    /// </summary>
    public Task SendAsync(IReadOnlyList<object> commands, CancellationToken cancellationToken) =>
        sender is { } channel
            ? CommandWire.SendAsync(channel, commands, cancellationToken)
            : throw new InvalidOperationException("There is no connection to the broker.");

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

    internal IEnumerable<string> Queues => workers.Select(w => w.Queue).Distinct();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the start, because a consumer that was deaf from the start never gets a first message.
        if (settings.Runs(Roles.Worker))
            foreach (var queue in Queues)
                consumers.Expect(queue);
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
            if (consumers.IsDeaf(queue, count))
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
}
