using Microsoft.Extensions.Hosting;

namespace ReferralHub.Platform;

/// <summary>
/// Told to stop, the process first says that it is not ready, so that no more work is sent its way, goes on for a moment,
/// then finishes what it has and stops. What it does not finish in time, others find.
/// </summary>
public sealed class Draining(HubSettings settings, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Whether the process has been told to stop.</summary>
    public bool Begun { get; private set; }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begun = true;
        return settings.DrainSeconds == 0
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromSeconds(settings.DrainSeconds), time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
