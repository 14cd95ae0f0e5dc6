using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Platform.Health;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform.Data;

/// <summary>
/// Whether the database answers, keeps what it acknowledges and takes what this process writes. Unhealthy when not; degraded,
/// with its warnings, when it soon may not.
/// </summary>
public sealed class DatabaseHealthCheck(HubDatabase database, ProcessHeartbeat process) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if ((await database.DurabilityFaultAsync(cancellationToken) ?? await process.WriteFaultAsync(cancellationToken)) is { } fault)
                return HealthCheckResult.Unhealthy(fault);
            var warnings = await database.WarningsAsync(cancellationToken);
            return warnings.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    string.Join(' ', warnings),
                    data: new Dictionary<string, object> { [HealthNames.Warnings] = warnings }
                );
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The driver's own text may name what must not leave the process.
            return HealthCheckResult.Unhealthy($"The database does not answer ({e.GetType().Name}).");
        }
    }
}
