namespace ReferralHub.Budgets.Ledger;

/// <summary>Why money was moved.</summary>
/// <param name="Detail">Code of a challenge, version of prices, scheme: what else a table of causes is told apart by.</param>
public readonly record struct PostingWhy(PostingReason Reason, string? Detail = null)
{
    /// <summary>For a table of causes: <c>challenge-accepted CH-05</c>.</summary>
    public override string ToString() => Detail is null ? Reason.ToCode() : $"{Reason.ToCode()} {Detail}";
}

public enum PostingReason
{
    PlanAgreed,
    PlanSuperseded,
    PoolContributed,
    Chosen,

    /// <summary>Taken back because the patient chose anew.</summary>
    ChosenAgain,
    Declined,
    Cancelled,
    EnteredInError,
    Amended,
    Returned,
    Expired,

    /// <summary>Taken back because the patient needs no more of the expected care.</summary>
    Discharged,

    /// <summary>A row was reported for expected care, which is no longer only committed.</summary>
    Seen,
    Reported,

    /// <summary>A later return replaced or withdrew a row.</summary>
    RowReversed,

    /// <summary>Such a row had stood for expected care, which is expected again.</summary>
    CommitmentRestored,
    ChallengeRaised,

    /// <summary>Less is questioned than before.</summary>
    ChallengeLowered,
    ChallengeAccepted,
    ChallengeRefused,
    Frozen,
    Repriced,
    Estimated,
    EstimateReversed,

    /// <summary>No plan covered it when it was chosen, and one that was loaded later does: it goes from one line to the other.</summary>
    Covered,

    /// <summary>What a patient costs above a cap is the pool's.</summary>
    CapPassed,
    Awarded,
}

public static class PostingReasons
{
    static readonly LedgerAccount[] RowAccounts = [LedgerAccount.Accrued, LedgerAccount.Actual];

    /// <summary>In kebab case, as it is stored and shown.</summary>
    public static string ToCode(this PostingReason reason) =>
        string.Concat(
            reason.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")
        );

    /// <summary>Whether money may go this way for this reason.</summary>
    public static bool Allows(this PostingReason reason, LedgerAccount from, LedgerAccount to)
    {
        return reason switch
        {
            PostingReason.PlanAgreed or PostingReason.PlanSuperseded or PostingReason.PoolContributed => IsBetween(
                LedgerAccount.Plan,
                LedgerAccount.Free
            ),
            PostingReason.Chosen or PostingReason.CommitmentRestored => Is(LedgerAccount.Free, LedgerAccount.Committed),
            PostingReason.Reported => from == LedgerAccount.Free && RowAccounts.Contains(to),
            PostingReason.RowReversed => from.IsSpent() && to == LedgerAccount.Free,
            PostingReason.ChallengeRaised => RowAccounts.Contains(from) && to == LedgerAccount.Disputed,
            PostingReason.ChallengeAccepted => Is(LedgerAccount.Disputed, LedgerAccount.Free),
            PostingReason.ChallengeRefused or PostingReason.ChallengeLowered => from == LedgerAccount.Disputed && RowAccounts.Contains(to),
            PostingReason.Frozen => Is(LedgerAccount.Accrued, LedgerAccount.Actual),
            PostingReason.Repriced => Is(LedgerAccount.Free, LedgerAccount.Committed)
                || Is(LedgerAccount.Disputed, LedgerAccount.Free)
                || RowAccounts.Any(a => IsBetween(a, LedgerAccount.Free)),
            PostingReason.Estimated => Is(LedgerAccount.Committed, LedgerAccount.Accrued),
            PostingReason.EstimateReversed => Is(LedgerAccount.Accrued, LedgerAccount.Committed),
            PostingReason.Covered => IsBetween(LedgerAccount.Committed, LedgerAccount.Free),
            PostingReason.CapPassed => RowAccounts.Any(a => IsBetween(a, LedgerAccount.Free)),
            PostingReason.Awarded => Is(LedgerAccount.Free, LedgerAccount.Award),
            _ => reason.IsRelease() && Is(LedgerAccount.Committed, LedgerAccount.Free),
        };

        bool Is(LedgerAccount a, LedgerAccount b) => (from, to) == (a, b);
        bool IsBetween(LedgerAccount a, LedgerAccount b) => Is(a, b) || Is(b, a);
    }

    /// <summary>Whether it ends a commitment.</summary>
    public static bool IsRelease(this PostingReason reason) =>
        reason
            is PostingReason.ChosenAgain
                or PostingReason.Declined
                or PostingReason.Cancelled
                or PostingReason.EnteredInError
                or PostingReason.Amended
                or PostingReason.Returned
                or PostingReason.Expired
                or PostingReason.Discharged
                or PostingReason.Seen;

    /// <summary>Whether one of our prices is in the amount.</summary>
    public static bool IsPriced(this PostingReason reason) => reason is PostingReason.Chosen or PostingReason.Repriced;
}
