namespace ReferralHub.Platform.Access;

/// <summary>The systems that are registered with the hub, for whoever knows one by other means than a token: the broker's user.</summary>
public interface IRegisteredClients
{
    /// <summary>The caller that a client is; null when none has this id or it is disabled.</summary>
    Task<Caller?> FindAsync(string clientId, CancellationToken cancellationToken);
}
