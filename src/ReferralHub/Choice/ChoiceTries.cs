using Microsoft.Extensions.Logging;
using ReferralHub.Platform;

namespace ReferralHub.Choice;

/// <summary>
/// Counts tries to open a link that failed, for each address they come from and over all. Whoever tries out links or dates of birth gets
/// no further answer for the rest of a minute; when many addresses do, the hub warns. Each process counts for itself.
/// </summary>
public sealed partial class ChoiceTries(HubSettings settings, TimeProvider time, ILogger<ChoiceTries> log)
{
    /// <summary>Failed tries of one address in one minute. A household, or a practice that helps its patients, stays below.</summary>
    public const int TriesMax = 20;

    public const int WindowSeconds = 60;

    /// <summary>Addresses that are known at once; with more, those whose minute has run out are forgotten first.</summary>
    const int AddressesMax = 10_000;

    readonly Dictionary<string, (DateTime Since, int Count)> failed = new(StringComparer.Ordinal);
    readonly Lock counting = new();
    (DateTime Since, int Count) everywhere;

    /// <summary>Failed tries of this minute, over all addresses.</summary>
    public int FailedLately
    {
        get
        {
            lock (counting)
                return IsRunning(everywhere.Since) ? everywhere.Count : 0;
        }
    }

    /// <summary>Whether they are more than patients' slips can be.</summary>
    public bool IsAlarming => FailedLately >= settings.Limits.FailedLinksPerMinuteAlarm;

    public bool AreUsedUp(string address)
    {
        lock (counting)
            return failed.TryGetValue(address, out var known) && IsRunning(known.Since) && known.Count >= TriesMax;
    }

    public void CountFailed(string address)
    {
        int count;
        lock (counting)
        {
            if (failed.Count >= AddressesMax)
                Forget();
            failed[address] = Count(failed.GetValueOrDefault(address));
            everywhere = Count(everywhere);
            count = everywhere.Count;
        }

        if (count == settings.Limits.FailedLinksPerMinuteAlarm)
            TriedOut(log, count);
    }

    (DateTime Since, int Count) Count((DateTime Since, int Count) known) =>
        IsRunning(known.Since) ? (known.Since, known.Count + 1) : (time.UtcNow(), 1);

    void Forget()
    {
        foreach (var (address, known) in failed)
            if (!IsRunning(known.Since))
                failed.Remove(address);
        if (failed.Count >= AddressesMax)
            failed.Clear();
    }

    bool IsRunning(DateTime since) => time.UtcNow() - since < TimeSpan.FromSeconds(WindowSeconds);

    [LoggerMessage(4050, LogLevel.Warning, "{Count} tries to open patients' links failed within a minute, over all addresses")]
    static partial void TriedOut(ILogger log, int count);
}
