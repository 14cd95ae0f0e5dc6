using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>
/// I-07: what a month costs now, less what it cost when it was closed, is the sum of the causes that are shown for it. As closed is counted
/// here by the numbers of the postings, and in the table by the months in which they were posted: two ways that must agree.
/// </summary>
public static class RestatementIdentity
{
    /// <param name="postings">That belong to the month, in any order.</param>
    /// <param name="shown">The table that is shown of it.</param>
    public static IEnumerable<IdentityFault> Check(MonthClose close, IEnumerable<Posting> postings, MonthFigures shown)
    {
        var (closed, restated) = (Money.Zero, Money.Zero);
        foreach (var posting in postings.Where(p => p.ActivityMonth == close.Month))
        {
            restated += posting.Spent;
            if (posting.Number <= close.LastPosting)
                closed += posting.Spent;
        }

        var causes = shown.Causes.Aggregate(Money.Zero, (sum, cause) => sum + cause.Spent);
        if (shown.AsClosed.Spent != closed)
            yield return Fault(close, $"{shown.AsClosed.Spent} is shown as closed, and {closed} was spent then.");
        if (shown.AsRestated.Spent != restated)
            yield return Fault(close, $"{shown.AsRestated.Spent} is shown as restated, and {restated} is spent.");
        if (restated - closed != causes)
            yield return Fault(close, $"it changed by {restated - closed}, and its causes are {causes}.");
    }

    static IdentityFault Fault(MonthClose close, string text) => new(IdentityNames.Restatements, $"{close.Month:yyyy-MM}", text);
}
