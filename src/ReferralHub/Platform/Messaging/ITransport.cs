namespace ReferralHub.Platform.Messaging;

/// <summary>How commands travel, and what the hub must know of it. One for each kind of transport.</summary>
public interface ITransport
{
    /// <summary>False while the broker is away or has blocked us: sending would wait, so nobody tries.</summary>
    bool CanSend { get; }

    /// <summary>How long commands are let gather before they are sent together.</summary>
    TimeSpan Gather => TimeSpan.Zero;

    /// <summary>Sends each command to the queue of its type, and completes when the transport has them all.</summary>
    Task SendAsync(IReadOnlyList<object> commands, CancellationToken cancellationToken);

    /// <summary>A sentence for health while something is wrong; null while all is well.</summary>
    string? Fault { get; }

    /// <summary>A sentence when this process can no longer consume and only a restart helps; null otherwise.</summary>
    string? Stalled => null;

    /// <summary>Messages by queue as last seen, for metrics.</summary>
    IReadOnlyDictionary<string, long> Ready => new Dictionary<string, long>();

    /// <summary>Commands that wait in this queue and that no worker has; 0 when that cannot be told.</summary>
    ValueTask<long> CountWaitingAsync(string queue, CancellationToken cancellationToken);
}
