using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Platform.Leases;

/// <summary>Whether the watchdog, in whichever process, says that it is alive. Intake needs it not, so its silence only degrades.</summary>
public sealed class WatchdogHealthCheck(Heartbeats heartbeats) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await heartbeats.WatchdogAgeAsync(cancellationToken) switch
            {
                null => HealthCheckResult.Degraded("not started"),
                { } silence when silence > Heartbeats.SilenceMax => HealthCheckResult.Degraded($"silent for {silence.TotalSeconds:0} s"),
                _ => HealthCheckResult.Healthy(),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("unknown", e);
        }
    }
}
