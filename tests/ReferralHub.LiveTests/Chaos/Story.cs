using System.Diagnostics;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>Says what happened when, so that a failure can be placed.</summary>
sealed class Story(ITestOutputHelper output, HubCluster cluster)
{
    readonly long started = Stopwatch.GetTimestamp();

    public async Task PartAsync(string name, Func<Task> part)
    {
        var at = Stopwatch.GetElapsedTime(started);
        try
        {
            await part();
        }
        catch
        {
            output.WriteLine($"{at.TotalSeconds, 6:0.0} s  {name}: FAILED\n{cluster.LastWords()}");
            throw;
        }

        output.WriteLine($"{at.TotalSeconds, 6:0.0} s  {name} ({(Stopwatch.GetElapsedTime(started) - at).TotalSeconds:0.0} s)");
    }
}
