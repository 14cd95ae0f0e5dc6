using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Platform.Messaging;

/// <summary>Whether this process still hears its queues; when not, only a restart helps (reliability R-9).</summary>
public sealed class ConsumersHealthCheck(ITransport transport) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(transport.Stalled is { } stalled ? HealthCheckResult.Unhealthy(stalled) : HealthCheckResult.Healthy());
}
