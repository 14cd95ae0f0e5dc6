using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Choice;

/// <summary>Warns while somebody tries out patients' links, from however many addresses.</summary>
public sealed class ChoiceTriesHealthCheck(ChoiceTries tries) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            tries.IsAlarming
                ? HealthCheckResult.Degraded(
                    $"{tries.FailedLately} tries to open patients' links failed here within a minute, from all addresses together: "
                        + "somebody may be trying them out. A link locks after five wrong dates of birth."
                )
                : HealthCheckResult.Healthy()
        );
}
