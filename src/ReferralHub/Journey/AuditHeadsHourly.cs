using ReferralHub.Identity.Audit;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Journey;

/// <summary>Writes the audit's head to the file elsewhere.</summary>
sealed class AuditHeadsHourly(AuditHeads heads) : IScheduledCheck
{
    public Task RunAsync(LeaseFence fence, CancellationToken cancellationToken) => heads.AppendAsync(cancellationToken);
}
