using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Platform.Health;

/// <summary>Takes a process that was told to stop out of service.</summary>
public sealed class StoppingHealthCheck(Draining draining) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining.Begun ? HealthCheckResult.Unhealthy("The process was told to stop.") : HealthCheckResult.Healthy());
}
