using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>Prices that were published for a time that has passed.</summary>
static class PriceRules
{
    public static void Publish(LedgerDraft draft, PricesPublished e)
    {
        foreach (var price in e.Rows)
            if (draft.FindRow(price.Row) is { } row)
                Reprice(draft, row, price.ListPrice, e.PriceVersion);
        foreach (var price in e.Unpriced)
            if (draft.FindComponent(price.Referral, price.Pod) is { IsUnpriced: true } part)
                Price(draft, part, price.Price, e);
    }

    /// <summary>
    /// The difference between two list prices is added to whatever was charged. Where we had no list price, the charge is not ours to
    /// change. What becomes cheaper is taken from what is undisputed first, and at most all that the row is worth.
    /// </summary>
    static void Reprice(LedgerDraft draft, RowState found, Money listPrice, string version)
    {
        var why = new PostingWhy(PostingReason.Repriced, version);
        var difference = listPrice - (found.ListPrice ?? listPrice);
        var row = (difference == Money.Zero ? found : PoolRules.BringBack(draft, found)) with
        {
            ListPrice = listPrice,
            PriceVersion = version,
        };
        if (difference > Money.Zero)
        {
            draft.Post(row, LedgerAccount.Free, row.Account, difference, why);
            draft.Keep(row with { Undisputed = row.Undisputed + difference, Repriced = row.Repriced + difference });
            return;
        }

        var less = -difference > row.Worth ? row.Worth : -difference;
        var undisputed = less > row.Undisputed ? row.Undisputed : less;
        var disputed = less - undisputed;
        draft.Post(row, row.Account, LedgerAccount.Free, undisputed, why);
        draft.Post(row, LedgerAccount.Disputed, LedgerAccount.Free, disputed, why);
        draft.Keep(
            row with
            {
                Undisputed = row.Undisputed - undisputed,
                Disputed = row.Disputed - disputed,
                Repriced = row.Repriced - less,
                Challenges = ChallengeRules.Lower(row.Challenges, disputed),
            }
        );
    }

    /// <summary>Committed now, in the month of the price: the month of the choice said that it had none.</summary>
    static void Price(LedgerDraft draft, ComponentState unpriced, Money price, PricesPublished e)
    {
        var cost = price.Share(unpriced.LeftPerMille, 1000);
        var part = draft.Keep(unpriced with { Price = price, PriceVersion = e.PriceVersion, Committed = unpriced.Committed + cost });
        draft.Post(part, LedgerAccount.Free, LedgerAccount.Committed, cost, e.Month, new(PostingReason.Repriced, e.PriceVersion));
    }
}
