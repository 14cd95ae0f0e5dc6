using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Audit;

/// <summary>The audit of what comes from a broker, outside any request: one row for each message, as for a call.</summary>
public sealed class MessageAudit(AuditWriter writer, TimeProvider time)
{
    /// <summary>Begins the entry of a message; it goes with whatever the message changes.</summary>
    /// <param name="queue">Where it came in.</param>
    /// <param name="caller">Who sent it; null when that is not known.</param>
    public AuditEntry Begin(string queue, Caller? caller) =>
        new RequestEntry(new(time.UtcNow(), $"AMQP {queue}", Fingerprint: "", IsRead: false, IsAudited: true, Act: null))
        {
            Caller = caller,
        };

    /// <summary>Writes what is still owed, when the message has changed nothing.</summary>
    /// <param name="status">Status of its answer.</param>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    public Task FinishAsync(AuditEntry entry, int status) => entry.IsOwing ? writer.WriteAsync(entry, status) : Task.CompletedTask;
}
