using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Platform.Leases;

sealed class LeaseScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.KeepTable<Lease>("which process does what");
        rules.KeepTable<Heartbeat>("which processes are alive");
    }
}
