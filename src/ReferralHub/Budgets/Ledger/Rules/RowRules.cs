using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>
/// What providers report is accrued at the price that they charge, and stands for the care that its referral had committed.
/// <para>
/// How much of a commitment one item stands for: its list price, at most what is open. The last item that is expected stands for all that
/// is left, as otherwise a list price that fell since the choice would leave pennies committed that nothing can ever take away. Without
/// a list price it is the price of the choice.
/// </para>
/// </summary>
static class RowRules
{
    /// <summary>One whole item, in thousandths.</summary>
    const long OneItem = 1000;

    public static void Report(LedgerDraft draft, ActivityReported e)
    {
        if (draft.FindReported(e.Row.Row) is { } known)
            Replace(draft, known, e.Row);
        else
            Write(draft, e.Row, isFrozen: false);
    }

    public static void Replace(LedgerDraft draft, RowReplaced e)
    {
        if (draft.FindRow(e.Row) is { } row)
            Replace(draft, row, e.Replacement);
    }

    /// <summary>
    /// Everything of the row is reversed and written anew, with the challenges gone: they were about another row. Equal content changes
    /// nothing, so that what a provider gave up or later prices added stays. A row that was final stays so: a late correction is
    /// challenged, and does not make a frozen month soft again.
    /// </summary>
    static void Replace(LedgerDraft draft, RowState row, ReportedRow? replacement)
    {
        if (row.IsInForce && row.Reported == replacement)
            return;
        if (row.IsInForce)
            row = Reverse(draft, row);
        if (replacement is not null)
            Write(draft, replacement, row.IsFrozen);
    }

    static void Write(LedgerDraft draft, ReportedRow reported, bool isFrozen)
    {
        if (reported.Charged < Money.Zero)
        {
            draft.Remark(RemarkKind.NotPosted, $"A charge of {reported.Charged} cannot be accrued.", row: reported.Row);
            return;
        }

        var row = new RowState(reported)
        {
            IsFrozen = isFrozen,
            Undisputed = reported.Charged,
            ListPrice = reported.ListPrice,
            PriceVersion = reported.PriceVersion,
        };
        if (reported.Referral is { } referral && draft.FindComponent(referral, reported.Pod) is { } part)
            row = Consume(draft, part, row);
        draft.Post(row, LedgerAccount.Free, row.Account, reported.Charged, new(PostingReason.Reported));
        draft.Keep(row);
    }

    static RowState Consume(LedgerDraft draft, ComponentState found, RowState row)
    {
        var part = CommitmentRules.ReverseEstimate(draft, found);
        var share = part.HasEnded ? Money.Zero : FindShare(part, row.ListPrice);
        var items = part.HasEnded ? 0 : Math.Min(OneItem, part.LeftPerMille);
        draft.PostSeen(part, row, LedgerAccount.Committed, LedgerAccount.Free, share, PostingReason.Seen);
        draft.Keep(part with { Consumed = part.Consumed + share, LeftPerMille = part.LeftPerMille - items, SeenOn = row.Reported.Date });
        return row with { Consumed = share, ConsumedPerMille = items, ConsumedChoice = part.Choice };
    }

    static Money FindShare(ComponentState part, Money? listPrice)
    {
        var price = listPrice ?? part.Price;
        return part.LeftPerMille <= OneItem || price is null || price > part.Open ? part.Open : price.Value;
    }

    static RowState Reverse(LedgerDraft draft, RowState row)
    {
        row = PoolRules.BringBack(draft, row);
        draft.Post(row, LedgerAccount.Disputed, LedgerAccount.Free, row.Disputed, new(PostingReason.RowReversed));
        draft.Post(row, row.Account, LedgerAccount.Free, row.Undisputed, new(PostingReason.RowReversed));
        if (row.Reported.Referral is { } referral)
        {
            foreach (var part in draft.FindComponents(referral).Where(c => c.DischargedBy == row.Row))
                RestoreDischarged(draft, part, row);
            if (draft.FindComponent(referral, row.Reported.Pod) is { } seen)
                RestoreConsumed(draft, seen, row);
        }

        return draft.Keep(
            row with
            {
                IsInForce = false,
                Undisputed = Money.Zero,
                Disputed = Money.Zero,
                Accepted = Money.Zero,
                Repriced = Money.Zero,
                Challenges = [],
                Consumed = Money.Zero,
                ConsumedPerMille = 0,
            }
        );
    }

    static void RestoreDischarged(LedgerDraft draft, ComponentState part, RowState row)
    {
        draft.PostSeen(part, row, LedgerAccount.Free, LedgerAccount.Committed, part.Discharged, PostingReason.CommitmentRestored);
        draft.Keep(
            part with
            {
                Released = part.Released - part.Discharged,
                Discharged = Money.Zero,
                DischargedBy = null,
                HasEnded = false,
            }
        );
    }

    /// <summary>
    /// What the row stood for is expected again. Where the referral was taken back or the patient chose anew since, it counts as taken
    /// back too; where another row discharged the patient, it comes back with what that row released.
    /// </summary>
    static void RestoreConsumed(LedgerDraft draft, ComponentState found, RowState row)
    {
        var part = CommitmentRules.ReverseEstimate(draft, found);
        if (part.Choice != row.ConsumedChoice)
        {
            draft.Keep(part with { Consumed = part.Consumed - row.Consumed, Released = part.Released + row.Consumed });
            return;
        }

        if (part.HasEnded)
        {
            draft.Keep(
                part with
                {
                    Consumed = part.Consumed - row.Consumed,
                    Released = part.Released + row.Consumed,
                    Discharged = part.DischargedBy is null ? Money.Zero : part.Discharged + row.Consumed,
                    LeftPerMille = part.LeftPerMille + row.ConsumedPerMille,
                }
            );
            return;
        }

        draft.PostSeen(part, row, LedgerAccount.Free, LedgerAccount.Committed, row.Consumed, PostingReason.CommitmentRestored);
        draft.Keep(part with { Consumed = part.Consumed - row.Consumed, LeftPerMille = part.LeftPerMille + row.ConsumedPerMille });
    }
}
