using System.Diagnostics;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>Arrivals at a fixed rate whatever the answers do; a late start counts as waiting.</summary>
sealed class OpenLoop(int arrivals, int rate)
{
    /// <summary>Timers wake up to a few milliseconds late; that is the generator's doing and not that of what is measured.</summary>
    static readonly TimeSpan TimerLatenessMax = TimeSpan.FromMilliseconds(5);

    readonly long started = Stopwatch.GetTimestamp();
    int next = -1;

    public double Seconds => Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>Waits for the next arrival; null when there are no more.</summary>
    /// <returns>From when its waiting counts.</returns>
    public async Task<TimeSpan?> ArriveAsync(CancellationToken token)
    {
        var i = Interlocked.Increment(ref next);
        if (i >= arrivals)
            return null;
        var due = TimeSpan.FromSeconds((double)i / rate);
        var wait = due - Stopwatch.GetElapsedTime(started);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, token);
        var now = Stopwatch.GetElapsedTime(started);
        return now - due < TimerLatenessMax ? now : due;
    }

    public double MillisecondsSince(TimeSpan arrival) => (Stopwatch.GetElapsedTime(started) - arrival).TotalMilliseconds;
}
