using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Journey;

/// <summary>Warns half a year before the list of bank holidays ends, by which every deadline is set.</summary>
public sealed class CalendarHealthCheck(TimeProvider time) : IHealthCheck
{
    const int WarningDays = 180;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            WorkingDays.LocalDate(time.UtcNow()).AddDays(WarningDays) > WorkingDays.LastKnown
                ? HealthCheckResult.Degraded(
                    $"Bank holidays are known to {WorkingDays.LastKnown:yyyy-MM-dd} only; after that no deadline can be set and intake "
                        + "stops. Install a version with a longer list."
                )
                : HealthCheckResult.Healthy()
        );
}
