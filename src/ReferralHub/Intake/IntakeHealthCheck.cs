using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Intake;

/// <summary>Whether the last submissions could be stored.</summary>
public sealed class IntakeHealthCheck(IntakeQueue intake) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(intake.StoreFault is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy());
}
