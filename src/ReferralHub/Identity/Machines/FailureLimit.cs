using System.Collections.Concurrent;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// Counts refusals of the token endpoint by client and address in each minute. Whoever was refused twenty times in it waits for the
/// next one; that others at the same address go on is why the client counts too, and that nobody gets round it by naming ever other
/// clients is why the address counts alone as well.
/// </summary>
sealed class FailureLimit(TimeProvider time)
{
    public const int ClientFailuresMax = 20;
    const int AddressFailuresMax = 200;
    const int KeysMax = 20_000;
    const int ClientCharactersMax = 64;
    readonly ConcurrentDictionary<(string Address, string? Client), int> counts = new();
    long minute;

    /// <summary>Seconds to wait; null when the next try is free.</summary>
    public int? FindWaitSeconds(string address, string client)
    {
        var now = Turn();
        return Count(address, client) >= ClientFailuresMax || Count(address, null) >= AddressFailuresMax || counts.Count >= KeysMax
            ? 60 - now.Second
            : null;
    }

    public void CountFailure(string address, string client)
    {
        Turn();
        counts.AddOrUpdate((address, Shorten(client)), 1, (_, n) => n + 1);
        counts.AddOrUpdate((address, null), 1, (_, n) => n + 1);
    }

    int Count(string address, string? client) => counts.GetValueOrDefault((address, client is null ? null : Shorten(client)));

    DateTime Turn()
    {
        var now = time.UtcNow();
        var current = now.Ticks / TimeSpan.TicksPerMinute;
        if (Interlocked.Exchange(ref minute, current) != current)
            counts.Clear();
        return now;
    }

    static string Shorten(string client) => client.Length > ClientCharactersMax ? client[..ClientCharactersMax] : client;
}
