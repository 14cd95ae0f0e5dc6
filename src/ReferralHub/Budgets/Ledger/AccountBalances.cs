using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger;

/// <summary>What stands in each account, of a line or of any part of it.</summary>
public readonly record struct AccountBalances(
    Money Plan,
    Money Free,
    Money Committed,
    Money Accrued,
    Money Disputed,
    Money Actual,
    Money Award
)
{
    /// <summary>How much of what is accrued nobody has reported.</summary>
    public Money Estimated { get; init; }

    public Money Spent => Accrued + Disputed + Actual;

    /// <summary>What a plan gives, with the sign that people read.</summary>
    public Money Authority => -Plan;

    /// <summary>Whether what the plan gives is the sum of all the rest. Any set of whole postings is.</summary>
    public bool IsBalanced => Authority == Free + Committed + Spent + Award;

    public Money this[LedgerAccount account] =>
        account switch
        {
            LedgerAccount.Plan => Plan,
            LedgerAccount.Free => Free,
            LedgerAccount.Committed => Committed,
            LedgerAccount.Accrued => Accrued,
            LedgerAccount.Disputed => Disputed,
            LedgerAccount.Actual => Actual,
            LedgerAccount.Award => Award,
            _ => throw new ArgumentOutOfRangeException(nameof(account), account, "There is no such account."),
        };

    public AccountBalances Add(Posting posting) =>
        Change(posting.From, -posting.Amount).Change(posting.To, posting.Amount) with
        {
            Estimated = posting.Why.Reason is PostingReason.Estimated or PostingReason.EstimateReversed
                ? Estimated + posting.Spent
                : Estimated,
        };

    public static AccountBalances operator +(AccountBalances a, AccountBalances b) =>
        new(
            a.Plan + b.Plan,
            a.Free + b.Free,
            a.Committed + b.Committed,
            a.Accrued + b.Accrued,
            a.Disputed + b.Disputed,
            a.Actual + b.Actual,
            a.Award + b.Award
        )
        {
            Estimated = a.Estimated + b.Estimated,
        };

    public static AccountBalances Sum(IEnumerable<Posting> postings) =>
        postings.Aggregate(default(AccountBalances), (balances, posting) => balances.Add(posting));

    AccountBalances Change(LedgerAccount account, Money amount) =>
        account switch
        {
            LedgerAccount.Plan => this with { Plan = Plan + amount },
            LedgerAccount.Free => this with { Free = Free + amount },
            LedgerAccount.Committed => this with { Committed = Committed + amount },
            LedgerAccount.Accrued => this with { Accrued = Accrued + amount },
            LedgerAccount.Disputed => this with { Disputed = Disputed + amount },
            LedgerAccount.Actual => this with { Actual = Actual + amount },
            LedgerAccount.Award => this with { Award = Award + amount },
            _ => throw new ArgumentOutOfRangeException(nameof(account), account, "There is no such account."),
        };
}

/// <summary>
/// By what the sums of postings are kept, so that any table can be read without the postings themselves: the month to which the money
/// belongs, and the month whose figures first showed it, are both in it, so that a month as it was closed is a sum like any other.
/// </summary>
public sealed record LineMonthKey(string Line, DateOnly ActivityMonth, DateOnly PostedMonth, CareKey? Care, string? Component)
{
    public static LineMonthKey FromPosting(Posting posting) =>
        new(posting.Line, posting.ActivityMonth, posting.PostedMonth, posting.Care, posting.Component);
}
