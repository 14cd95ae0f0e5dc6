using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>What happens to a month as a whole, row by row, so that it can be done in portions.</summary>
static class MonthRules
{
    public static void Freeze(LedgerDraft draft, MonthFrozen e)
    {
        var why = new PostingWhy(PostingReason.Frozen);
        foreach (var row in draft.Rows.Where(r => r is { IsInForce: true, IsFrozen: false } && r.Month <= e.Frozen))
        {
            draft.Post(row, LedgerAccount.Accrued, LedgerAccount.Actual, row.Undisputed, why);
            if (row.PoolLine is { } pool)
                draft.PostInPool(row, pool, LedgerAccount.Accrued, LedgerAccount.Actual, row.Pooled, why);
            draft.Keep(row with { IsFrozen = true });
        }
    }

    /// <summary>
    /// All that is open of a part that was expected by the end of the month, in the month in which it was expected: of a month that is
    /// closed it shows in the figures of the one that is being closed. A part that nobody can date is never estimated.
    /// </summary>
    public static void Estimate(LedgerDraft draft, MonthEstimated e)
    {
        var end = e.Estimated.AddMonths(1).AddDays(-1);
        foreach (var part in draft.Components.Where(c => c.ExpectedOn <= end && c.EstimatedMonth is null && c.Open > Money.Zero))
        {
            var (open, month) = (part.Open, part.ExpectedOn!.Value.FirstOfMonth);
            draft.Post(part, LedgerAccount.Committed, LedgerAccount.Accrued, open, month, new(PostingReason.Estimated));
            draft.Keep(part with { Estimated = open, EstimatedMonth = month });
        }
    }

    public static void Close(LedgerDraft draft, MonthClosed e)
    {
        if (draft.Book.ClosedThrough >= e.Closed)
            draft.Remark(RemarkKind.NotPosted, $"{e.Closed:yyyy-MM} is closed already.");
        else
            draft.Close(e.Closed);
    }

    public static void Reverse(LedgerDraft draft)
    {
        foreach (var part in draft.Components)
            CommitmentRules.ReverseEstimate(draft, part);
    }
}
