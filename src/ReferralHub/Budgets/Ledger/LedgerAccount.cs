namespace ReferralHub.Budgets.Ledger;

/// <summary>
/// Where the money of one plan line stands. Each posting moves an amount from one account to another of the same line, so that what a
/// plan gives is always the sum of the others.
/// </summary>
public enum LedgerAccount
{
    /// <summary>What was agreed, with the opposite sign.</summary>
    Plan,

    /// <summary>Not spoken for; below zero where more is spent or committed than was agreed.</summary>
    Free,

    /// <summary>Care that patients have chosen and nobody has reported yet.</summary>
    Committed,

    /// <summary>Care that providers have reported and may still correct, and what is estimated for care that they have not.</summary>
    Accrued,

    /// <summary>Reported, and questioned by who pays.</summary>
    Disputed,

    /// <summary>Reported, and final but for later corrections.</summary>
    Actual,

    /// <summary>Paid to those who saved it.</summary>
    Award,
}

public static class LedgerAccounts
{
    public static readonly IReadOnlyList<LedgerAccount> All = Enum.GetValues<LedgerAccount>();

    /// <summary>Whether money there counts as spent.</summary>
    public static bool IsSpent(this LedgerAccount account) =>
        account is LedgerAccount.Accrued or LedgerAccount.Disputed or LedgerAccount.Actual;
}
