namespace ReferralHub.Platform.Messaging;

/// <summary>What the hub must know of its transport. One for each kind of transport.</summary>
public interface ITransportState
{
    /// <summary>False while the broker is away or has blocked us: sending would wait, so nobody tries.</summary>
    bool CanSend { get; }

    /// <summary>Sends these commands by a way of the transport's own; false when it has none and MassTransit is to send them.</summary>
    Task<bool> TrySendAsync(IReadOnlyList<object> commands, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>A sentence for health while something is wrong; null while all is well.</summary>
    string? Fault { get; }

    /// <summary>A sentence when this process can no longer consume and only a restart helps; null otherwise.</summary>
    string? Stalled => null;

    /// <summary>Messages by queue as last seen, for metrics.</summary>
    IReadOnlyDictionary<string, long> Ready => new Dictionary<string, long>();

    /// <summary>Commands that wait in this queue and that no worker has; 0 when that cannot be told.</summary>
    ValueTask<long> WaitingAsync(string queue, CancellationToken cancellationToken);
}
