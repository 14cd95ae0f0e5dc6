using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Events;

/// <summary>A patient chose a provider. What an earlier choice had committed and is still open is taken back.</summary>
/// <param name="Components">The care that is expected of it. The same point of delivery twice adds up.</param>
public sealed record Chosen(long Position, DateOnly On, Guid Referral, CareKey Care, IReadOnlyList<PricedComponent> Components)
    : LedgerEvent(Position, On);

/// <summary>A part of the expected care, with what it costs at the provider that was chosen.</summary>
/// <param name="Line">
/// The plan line that pays for it: first attendances and operations of one referral may be two lines' business.
/// </param>
/// <param name="Pod">A code of <see cref="PointsOfDelivery"/>.</param>
/// <param name="QuantityPerMille">Items for a thousand referrals.</param>
/// <param name="Price">
/// Payable for one item; null where there is no price. Then nothing is committed, because a posting has an amount, and the outcome
/// says so.
/// </param>
/// <param name="ExpectedOn">When it will probably be reported; null where nobody can say, and then it is never estimated.</param>
public sealed record PricedComponent(
    string Line,
    string Pod,
    long QuantityPerMille,
    Money? Price,
    string? PriceVersion,
    DateOnly? ExpectedOn
)
{
    /// <summary>Expected cost of it for one referral.</summary>
    public Money Cost => Price?.Share(QuantityPerMille, 1000) ?? Money.Zero;
}

/// <summary>A plan was loaded that covers care for which nobody paid when it was chosen. In portions.</summary>
public sealed record CareCovered(long Position, DateOnly On, IReadOnlyList<CoveredPart> Parts) : LedgerEvent(Position, On);

/// <param name="Line">Id of the plan line that pays for it from now on.</param>
public sealed record CoveredPart(Guid Referral, string Pod, string Line);

/// <summary>What is open of a referral's commitments is free again, from now on: the month of the choice stays as it was.</summary>
/// <param name="Reason">Declined, Cancelled, EnteredInError, Amended or Returned.</param>
public sealed record TakenBack(long Position, DateOnly On, Guid Referral, PostingReason Reason) : LedgerEvent(Position, On);

/// <summary>Nothing was reported for a referral for so long that nobody expects it any more.</summary>
public sealed record CommitmentExpired(long Position, DateOnly On, Guid Referral) : LedgerEvent(Position, On);

/// <summary>A patient was seen and needs no more of what was expected.</summary>
/// <param name="Row">The attendance's; when it is withdrawn, the care is expected again.</param>
public sealed record AttendanceDischarged(long Position, DateOnly On, Guid Referral, string Row) : LedgerEvent(Position, On);
