using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// Sums of a line are found by whose practice holds it. Single postings and parts of referrals name care of one patient each: the hub
/// works with them, and only the centre reads them.
/// </summary>
sealed class BookScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.KeepTable<PostingRow>("every movement of money of the whole book");
        rules.KeepTable<ComponentRow>("what single referrals are expected to cost");
        rules.KeepTable<LedgerRow>("rows of providers' returns as the book has them");
        rules.KeepTable<LedgerPlanYear>("budgets of all lines together");
        rules.KeepTable<LedgerBook>("how far the book has come");
        rules.KeepTable<RemarkRow>("what somebody who keeps the book should look at");
        rules.ShareTable<MonthCloseRow>("which months are closed; no figure of anybody stands in them");
        rules
            .TableBy<LineMonth>("by the practice that holds the line")
            .For(ScopeKind.Practices, (db, m) => db.ScopePractices.Contains(m.Holder))
            .For(ScopeKind.Figures, (db, m) => db.ScopePractices.Contains(m.Holder));
        rules
            .TableBy<LineCare>("by the practice that holds the line")
            .For(ScopeKind.Practices, (db, m) => db.ScopePractices.Contains(m.Holder))
            .For(ScopeKind.Figures, (db, m) => db.ScopePractices.Contains(m.Holder));
        rules
            .TableBy<LineOpen>("by the practice that holds the line")
            .For(ScopeKind.Practices, (db, m) => db.ScopePractices.Contains(m.Holder))
            .For(ScopeKind.Figures, (db, m) => db.ScopePractices.Contains(m.Holder));
        rules
            .TableBy<LineDay>("by the practice that holds the line")
            .For(ScopeKind.Practices, (db, m) => db.ScopePractices.Contains(m.Holder))
            .For(ScopeKind.Figures, (db, m) => db.ScopePractices.Contains(m.Holder));
    }
}
