using ReferralHub.Budgets.Ledger.Events;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>Care that no plan covered when it was chosen, and that one covers now.</summary>
static class CoverRules
{
    /// <summary>
    /// What is open moves, at the price of its choice, in the figures of the month in which the plan was loaded: those of the month of the
    /// choice said the truth. What was reported before stays where it is.
    /// </summary>
    public static void Cover(LedgerDraft draft, CareCovered e)
    {
        var why = new PostingWhy(PostingReason.Covered);
        var lines = e.Parts.ToDictionary(p => (p.Referral, p.Pod), p => p.Line);
        foreach (var found in draft.Components)
        {
            if (found.HasEnded || !lines.TryGetValue((found.Referral, found.Pod), out var line) || found.Line == line)
                continue;
            var part = CommitmentRules.ReverseEstimate(draft, found);
            draft.Post(part, LedgerAccount.Committed, LedgerAccount.Free, part.Open, e.Month, why);
            part = draft.Keep(part with { Line = line });
            draft.Post(part, LedgerAccount.Free, LedgerAccount.Committed, part.Open, e.Month, why);
        }
    }
}
