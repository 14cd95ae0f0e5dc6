using ReferralHub.Budgets.Commissioners;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Budgets;

sealed class BudgetScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.KeepTable<CommissionedPractice>("who may read which figures");
        rules
            .TableBy<IndicativeBudget>("by practice")
            .For(ScopeKind.Practices, (db, b) => db.ScopePractices.Contains(b.Practice))
            .For(ScopeKind.Figures, (db, b) => db.ScopePractices.Contains(b.Practice));
    }
}
