using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Operations;

sealed class OperationsScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.Table<OperatorAct>(a => a.Referral).KeepInCentre();
        rules.KeepTable<SenderRhythm>("how often senders send");
    }
}
