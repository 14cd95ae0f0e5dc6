using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Events;

/// <summary>
/// Providers may no longer correct a month: what is not disputed is final. It takes every row of the month and of earlier ones that is
/// not final yet, in portions as large as the caller likes.
/// </summary>
/// <param name="Frozen">First day of the month.</param>
public sealed record MonthFrozen(long Position, DateOnly On, DateOnly Frozen) : LedgerEvent(Position, On);

/// <summary>
/// Before a month is closed: care that was expected by its end and not reported is estimated at what is committed for it. In portions.
/// A close carries the hash of the month with its estimates, so whoever closes works these out first, without keeping them.
/// </summary>
/// <param name="Estimated">First day of the month.</param>
public sealed record MonthEstimated(long Position, DateOnly On, DateOnly Estimated) : LedgerEvent(Position, On);

/// <summary>From here on nothing is posted into the month.</summary>
/// <param name="Closed">First day of the month.</param>
public sealed record MonthClosed(long Position, DateOnly On, DateOnly Closed) : LedgerEvent(Position, On);

/// <summary>
/// The first thing after a close, in the figures of the month that is then open: estimates are commitments again. In portions. An
/// estimate that is not reversed yet when its referral or row moves is reversed then.
/// </summary>
public sealed record EstimatesReversed(long Position, DateOnly On) : LedgerEvent(Position, On);

/// <summary>
/// Prices were published that hold from a date in the past. What was reported at the old ones costs the difference more or less; what is
/// only committed stays at the price of its choice, as it is only an expectation, unless it had no price at all.
/// </summary>
/// <param name="PriceVersion">Of the new prices.</param>
/// <param name="Rows">In portions.</param>
public sealed record PricesPublished(long Position, DateOnly On, string PriceVersion, IReadOnlyList<RowPrice> Rows)
    : LedgerEvent(Position, On)
{
    /// <summary>Commitments that had no price, with the one that they have now.</summary>
    public IReadOnlyList<ComponentPrice> Unpriced { get; init; } = [];
}

/// <param name="ListPrice">What the row should cost by the new prices, with the market forces factor.</param>
public sealed record RowPrice(string Row, Money ListPrice);

/// <param name="Price">Payable for one item.</param>
public sealed record ComponentPrice(Guid Referral, string Pod, Money Price);
