using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.State;

/// <summary>
/// One part of the care that is expected of a referral. Amounts are over all choices; line, price and dates are of the last.
/// Committed is always consumed, released, estimated and open together.
/// </summary>
/// <param name="Pod">Point of delivery.</param>
public sealed record ComponentState(Guid Referral, string Pod, string Line, CareKey Care)
{
    /// <summary>For one item; null where there was no price.</summary>
    public Money? Price { get; init; }

    public string? PriceVersion { get; init; }

    /// <summary>How many items are still expected, in thousandths.</summary>
    public long LeftPerMille { get; init; }

    public Money Committed { get; init; }

    /// <summary>Rows were reported for it.</summary>
    public Money Consumed { get; init; }

    /// <summary>Taken back.</summary>
    public Money Released { get; init; }

    /// <summary>Counted as spent at the last close, and not reversed yet.</summary>
    public Money Estimated { get; init; }

    public DateOnly? EstimatedMonth { get; init; }

    /// <summary>Position of the last choice in the log, and its day.</summary>
    public long Choice { get; init; }

    public DateOnly ChosenOn { get; init; }

    public DateOnly? ExpectedOn { get; init; }

    /// <summary>When it was last reported.</summary>
    public DateOnly? SeenOn { get; init; }

    /// <summary>Nothing more is expected of it: taken back, discharged or expired.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The row that discharged the patient, and how much that released.</summary>
    public string? DischargedBy { get; init; }

    public Money Discharged { get; init; }

    public Money Open => Committed - Consumed - Released - Estimated;

    /// <summary>Care is expected at no price: the position is too low by it.</summary>
    public bool IsUnpriced => Price is null && !HasEnded && LeftPerMille > 0;
}
