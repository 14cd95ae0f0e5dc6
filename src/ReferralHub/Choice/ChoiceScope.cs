using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Choice;

sealed class ChoiceScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        // A provider does not read who else was offered, or who declined before it.
        rules.Table<Offer>(o => o.Referral).HideFrom(ScopeKind.Providers);
        rules.Table<DeclinedService>(d => d.Referral).HideFrom(ScopeKind.Providers);
        rules.Table<ChoiceLink>(l => l.Referral).KeepInCentre();
        rules.ShareTable<DirectoryService>("the directory of services, which is public");
    }
}
