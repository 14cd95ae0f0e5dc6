using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Platform.Messaging;

/// <summary>Whether commands travel. Intake needs no broker, so one that is away only degrades.</summary>
public sealed class BrokerHealthCheck(ITransport transport) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(transport.Fault is { } fault ? HealthCheckResult.Degraded(fault) : HealthCheckResult.Healthy());
}
