using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger;

/// <summary>A transfer between two accounts of one plan line. It is never changed; what was wrong is put right by another.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Line">Id of the plan line.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="ActivityMonth">First day of the month to which the money belongs.</param>
/// <param name="PostedMonth">
/// First day of the month in whose figures it first appears: the same, or the first that was open where that one had been closed.
/// </param>
/// <param name="Cause">Position in the log of the event that led to it.</param>
public sealed record Posting(
    long Number,
    string Line,
    LedgerAccount From,
    LedgerAccount To,
    Money Amount,
    DateOnly ActivityMonth,
    DateOnly PostedMonth,
    long Cause,
    PostingWhy Why
)
{
    public Guid? Referral { get; init; }

    /// <summary>The provider's row, where it is about one.</summary>
    public string? Row { get; init; }

    /// <summary>The part of the referral's expected care: a code of <see cref="PointsOfDelivery"/>.</summary>
    public string? Component { get; init; }

    /// <summary>By which version of which price list it was priced; null where no price of ours is in it.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Whose care it is; null for plans, pools' contributions and awards.</summary>
    public CareKey? Care { get; init; }

    /// <summary>Shared by the two postings of a transfer between a line and a pool: the number of the first.</summary>
    public long? Pair { get; init; }

    /// <summary>How much more is spent after it; below zero where it is less.</summary>
    public Money Spent => (To.IsSpent() ? Amount : Money.Zero) - (From.IsSpent() ? Amount : Money.Zero);
}

/// <summary>By what figures of care are counted, beside the line, the month and the point of delivery.</summary>
/// <param name="Practice">ODS code.</param>
/// <param name="Provider">ODS code.</param>
/// <param name="Tfc">Treatment function code.</param>
/// <param name="Source">Who asked for it.</param>
public sealed record CareKey(string Practice, string Provider, string Tfc, ActivitySource Source);
