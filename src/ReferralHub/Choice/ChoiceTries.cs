using ReferralHub.Platform;

namespace ReferralHub.Choice;

/// <summary>
/// Counts tries to open a link that failed, for each address they come from. Whoever tries out links or dates of birth gets
/// no further answer for the rest of a minute. Each process counts for itself.
/// </summary>
public sealed class ChoiceTries(TimeProvider time)
{
    /// <summary>Failed tries of one address in one minute. A household, or a practice that helps its patients, stays below.</summary>
    public const int TriesMax = 20;

    public const int WindowSeconds = 60;

    /// <summary>Addresses that are known at once; with more, those whose minute has run out are forgotten first.</summary>
    const int AddressesMax = 10_000;

    readonly Dictionary<string, (DateTime Since, int Count)> failed = new(StringComparer.Ordinal);
    readonly Lock counting = new();

    public bool AreUsedUp(string address)
    {
        lock (counting)
            return failed.TryGetValue(address, out var known) && IsRunning(known.Since) && known.Count >= TriesMax;
    }

    public void CountFailed(string address)
    {
        lock (counting)
        {
            if (failed.Count >= AddressesMax)
                Forget();
            failed[address] =
                failed.TryGetValue(address, out var known) && IsRunning(known.Since) ? (known.Since, known.Count + 1) : (time.UtcNow(), 1);
        }
    }

    void Forget()
    {
        foreach (var (address, known) in failed)
            if (!IsRunning(known.Since))
                failed.Remove(address);
        if (failed.Count >= AddressesMax)
            failed.Clear();
    }

    bool IsRunning(DateTime since) => time.UtcNow() - since < TimeSpan.FromSeconds(WindowSeconds);
}
