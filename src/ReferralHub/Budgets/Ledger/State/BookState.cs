namespace ReferralHub.Budgets.Ledger.State;

/// <summary>What is known of the book as a whole.</summary>
/// <param name="LastPosting">Number of the last posting; 0 before the first.</param>
/// <param name="ClosedThrough">First day of the last month that was closed; null before the first.</param>
public readonly record struct BookState(long LastPosting, DateOnly? ClosedThrough)
{
    /// <summary>The month whose figures show what belongs to a month: itself, or the first that is open.</summary>
    public DateOnly FindPostedMonth(DateOnly activityMonth) =>
        ClosedThrough is { } closed && activityMonth <= closed ? closed.AddMonths(1) : activityMonth;
}
