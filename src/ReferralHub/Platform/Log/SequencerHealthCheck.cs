using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Log;

/// <summary>Whether committed events get their position. While they do not, projections and feeds stand still; intake does not.</summary>
public sealed class SequencerHealthCheck(HubDatabase database, TimeProvider time) : IHealthCheck
{
    static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = database.OpenRead(AccessScope.System("looks how old the oldest event without number is"));
            var oldest = await db.Log.Where(e => e.Position == null).MinAsync(e => (DateTime?)e.At, cancellationToken);
            return oldest is { } since && time.UtcNow() - since > WaitMax
                ? HealthCheckResult.Degraded($"Events have waited for their position since {since:yyyy-MM-ddTHH:mm:ssZ}.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("unknown", e);
        }
    }
}
