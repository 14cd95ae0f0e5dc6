using System.Diagnostics;

namespace ReferralHub.Platform;

/// <summary>
/// Named places at which a test can kill this process: <c>REFERRALHUB_FAILPOINT=name:3</c> sends SIGKILL to itself the
/// third time the place is passed. Does nothing unless that variable is set when the process starts.
/// </summary>
public static class FailPoints
{
    /// <summary>All places, in the order in which a referral passes them.</summary>
    public static readonly string[] Names =
    [
        "request-read",
        "validated",
        "before-commit",
        "stored-not-answered",
        "wake-up-queued",
        "wake-up-sent",
        "claimed",
        "worked-not-saved",
        "worked-not-woken",
        "event-stamped",
        "provider-told",
        "provider-answered",
    ];

    static readonly string? Armed;
    static int left;

    static FailPoints()
    {
        if (Environment.GetEnvironmentVariable("REFERRALHUB_FAILPOINT")?.Split(':') is not [var name, var count])
            return;
        if (!Names.Contains(name))
            throw new InvalidOperationException($"There is no fail point {name}.");
        (Armed, left) = (name, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Passes a place. Costs one comparison when no fail point is armed.</summary>
    public static void Hit(string name)
    {
        if (Armed is null || Armed != name || Interlocked.Decrement(ref left) != 0)
            return;
        Process.GetCurrentProcess().Kill();
        // The signal is on its way; nothing may be done in the meantime.
        Thread.Sleep(Timeout.Infinite);
    }
}
