using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.State;

/// <summary>A reported row and where its money is: undisputed, disputed and borne by a pool together are what it is worth now.</summary>
public sealed record RowState(ReportedRow Reported)
{
    public string Row => Reported.Row;

    public string Line => Reported.Line;

    public DateOnly Month => Reported.Month;

    /// <summary>False when a later return withdrew it.</summary>
    public bool IsInForce { get; init; } = true;

    /// <summary>Its undisputed money is final.</summary>
    public bool IsFrozen { get; init; }

    public Money Undisputed { get; init; }

    public Money Disputed { get; init; }

    public Money Pooled { get; init; }

    /// <summary>The pool's line, while it bears something.</summary>
    public string? PoolLine { get; init; }

    /// <summary>What the provider has given up.</summary>
    public Money Accepted { get; init; }

    /// <summary>What later prices added or took away.</summary>
    public Money Repriced { get; init; }

    public Money? ListPrice { get; init; }

    public string? PriceVersion { get; init; }

    public IReadOnlyList<OpenChallenge> Challenges { get; init; } = [];

    /// <summary>How much of its referral's commitment it stands for.</summary>
    public Money Consumed { get; init; }

    public long ConsumedPerMille { get; init; }

    /// <summary>Of which choice that was: its position in the log.</summary>
    public long ConsumedChoice { get; init; }

    public Money Worth => Undisputed + Disputed + Pooled;

    /// <summary>Where undisputed money of it is.</summary>
    public LedgerAccount Account => IsFrozen ? LedgerAccount.Actual : LedgerAccount.Accrued;
}

/// <param name="Amount">Still in question: less than was raised, once another challenge of the row was accepted.</param>
public sealed record OpenChallenge(string Code, Money Amount);
