using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Who sent a message: the registered client that the settings give for the broker's user. RabbitMQ lets a publisher set no other
/// <c>user-id</c> than the one that it has signed in with, so that it proves who published.
/// </summary>
sealed class AmqpSenders(HubSettings settings, IEnumerable<IRegisteredClients> registries)
{
    /// <returns>The caller, or why there is none, in words for an operator.</returns>
    public async Task<(Caller? Caller, string? Reason)> FindAsync(string? user, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(user))
            return (null, "It does not say which user of the broker sent it (property user-id).");
        if (!settings.Transport.Senders.TryGetValue(user, out var client))
            return (null, $"The broker's user {user} is no client of this hub (setting Transport:Senders).");
        foreach (var registry in registries)
            if (await registry.FindAsync(client, cancellationToken) is { } caller)
                return (caller, null);
        return (null, $"The client {client}, which is the broker's user {user}, is not registered or is disabled.");
    }
}
