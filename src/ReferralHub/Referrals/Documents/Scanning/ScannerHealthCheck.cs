using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>Says that attachments wait for a scanner that is away; the hub takes referrals all the same, so it stays ready.</summary>
sealed class ScannerHealthCheck(ClamdClient scanner) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!scanner.IsConfigured)
            return HealthCheckResult.Healthy();
        try
        {
            await scanner.AskVersionAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (ScannerAwayException)
        {
            return HealthCheckResult.Degraded("The scanner does not answer; attachments that came since cannot be opened until it does.");
        }
    }
}
