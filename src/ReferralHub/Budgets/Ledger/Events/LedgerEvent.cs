using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Events;

/// <summary>
/// Something that moves money, in the ledger's own words. What reads the log translates its events into these and decides nothing
/// itself; one event of the log may become several, with the same position.
/// </summary>
/// <param name="Position">In the log.</param>
/// <param name="On">The day in England.</param>
public abstract record LedgerEvent(long Position, DateOnly On)
{
    /// <summary>First day of its month.</summary>
    public DateOnly Month => On.FirstOfMonth;
}
