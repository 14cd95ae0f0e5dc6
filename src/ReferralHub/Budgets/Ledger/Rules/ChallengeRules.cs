using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>
/// What is disputed of a row is the largest of its open challenges and not their sum, because they question the same money. For the same
/// reason an amount that the provider gives up for one of them is no longer in question for any other.
/// </summary>
static class ChallengeRules
{
    public static void Raise(LedgerDraft draft, ChallengeRaised e)
    {
        if (draft.FindRow(e.Row) is not { } found)
            return;
        if (e.Amount < Money.Zero)
        {
            draft.Remark(RemarkKind.NotPosted, "A charge that is too low is shown and not disputed.", row: e.Row);
            return;
        }

        // A pool bears only what nobody questions; what it should bear after this is worked out anew.
        var row = PoolRules.BringBack(draft, found);
        var amount = e.Amount > row.Worth ? row.Worth : e.Amount;
        row = row with { Challenges = [.. row.Challenges.Where(c => c.Code != e.Code), new(e.Code, amount)] };
        Settle(draft, row, new(PostingReason.ChallengeLowered, e.Code), new(PostingReason.ChallengeRaised, e.Code));
    }

    public static void Accept(LedgerDraft draft, ChallengeAccepted e)
    {
        if (Find(draft, e.Row, e.Code) is not var (row, challenge))
            return;
        if (e.Accepted < Money.Zero || e.Accepted > challenge.Amount)
            draft.Remark(RemarkKind.NotPosted, $"{e.Accepted} was given up, of which {challenge.Amount} was in question.", row: e.Row);
        var accepted =
            e.Accepted < Money.Zero ? Money.Zero
            : e.Accepted > challenge.Amount ? challenge.Amount
            : e.Accepted;
        draft.Post(row, LedgerAccount.Disputed, LedgerAccount.Free, accepted, new(PostingReason.ChallengeAccepted, e.Code));
        row = row with
        {
            Disputed = row.Disputed - accepted,
            Accepted = row.Accepted + accepted,
            Challenges = Lower(row.Challenges.Where(c => c.Code != e.Code), accepted),
        };
        Settle(draft, row, new(PostingReason.ChallengeRefused, e.Code), new(PostingReason.ChallengeRaised, e.Code));
    }

    public static void Refuse(LedgerDraft draft, ChallengeRefused e)
    {
        if (Find(draft, e.Row, e.Code) is not var (row, _))
            return;
        row = row with { Challenges = [.. row.Challenges.Where(c => c.Code != e.Code)] };
        Settle(draft, row, new(PostingReason.ChallengeRefused, e.Code), new(PostingReason.ChallengeRaised, e.Code));
    }

    /// <summary>The challenges when so much less is in question.</summary>
    public static IReadOnlyList<OpenChallenge> Lower(IEnumerable<OpenChallenge> challenges, Money by) =>
        [.. challenges.Select(c => c with { Amount = c.Amount > by ? c.Amount - by : Money.Zero })];

    static (RowState Row, OpenChallenge Challenge)? Find(LedgerDraft draft, string id, string code)
    {
        if (draft.FindRow(id) is not { } row)
            return null;
        if (row.Challenges.FirstOrDefault(c => c.Code == code) is { } challenge)
            return (row, challenge);
        draft.Remark(RemarkKind.NotPosted, $"No challenge {code} of this row is open.", row: id);
        return null;
    }

    /// <summary>Moves the difference between what is in Disputed and what should be.</summary>
    static void Settle(LedgerDraft draft, RowState row, PostingWhy whenLess, PostingWhy whenMore)
    {
        var target = row.Challenges.Count == 0 ? Money.Zero : row.Challenges.Max(c => c.Amount);
        var more = target - row.Disputed;
        if (more > Money.Zero)
            draft.Post(row, row.Account, LedgerAccount.Disputed, more, whenMore);
        else
            draft.Post(row, LedgerAccount.Disputed, row.Account, -more, whenLess);
        draft.Keep(row with { Disputed = target, Undisputed = row.Undisputed - more });
    }
}
