using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>
/// Whether the sums that pages and closes are made of are those of the single postings and parts, each in its own place and not only in
/// total: a close is hashed from the sums, and can never be taken back.
/// </summary>
sealed class SumChecks
{
    readonly LineChanges anew = new();
    bool isComplete;

    /// <summary>Months of each line, by activity and by the figures that first showed it.</summary>
    public static IEnumerable<IdentityFault> CheckMonths(PostingPages pages, IEnumerable<LineMonth> kept)
    {
        var sums = new Dictionary<(string Line, DateOnly ActivityMonth, DateOnly PostedMonth), AccountBalances>();
        foreach (var posting in pages.Read())
        {
            var key = (posting.Line, posting.ActivityMonth, posting.PostedMonth);
            sums[key] = sums.GetValueOrDefault(key).Add(posting);
        }

        foreach (var month in kept)
        {
            sums.Remove((month.Line, month.ActivityMonth, month.PostedMonth), out var posted);
            if (month.ToBalances() != posted)
                yield return Fault($"{month.Line}, {month.ActivityMonth:yyyy-MM} in the figures of {month.PostedMonth:yyyy-MM}");
        }

        foreach (var ((line, activity, shownIn), balances) in sums)
            if (balances != default)
                yield return Fault($"{line}, {activity:yyyy-MM} in the figures of {shownIn:yyyy-MM}");
    }

    /// <summary>Takes in all parts of one referral.</summary>
    public IEnumerable<IdentityFault> Add(IReadOnlyCollection<ComponentRow> parts)
    {
        var states = new List<ComponentState>(parts.Count);
        foreach (var part in parts)
        {
            var state = part.ToState();
            states.Add(state);
            if (part.OpenPence != state.Open.Pence)
                yield return new(
                    IdentityNames.Referrals,
                    $"referral {part.Referral}, {part.Pod}",
                    $"{new Money(part.OpenPence)} is kept as open, and {state.Open} is."
                );
        }

        anew.Add([], states);
    }

    /// <summary>All referrals have been taken in; where faults broke it off before, nothing is said of their sums.</summary>
    public void Complete() => isComplete = true;

    /// <summary>After all referrals: what is open by month, and the choices of each day of which forecasts are made.</summary>
    public IEnumerable<IdentityFault> CheckOpensAndDays(HubDbContext db)
    {
        if (!isComplete)
            yield break;
        foreach (var open in db.LineOpens.AsEnumerable())
        {
            anew.Opens.Remove((open.Line, open.Month), out var found);
            if ((new Money(open.OpenPence), open.Unpriced) != found)
                yield return Fault($"{open.Line}, open of {open.Month:yyyy-MM}");
        }

        foreach (var ((line, month), open) in anew.Opens)
            if (open != default)
                yield return Fault($"{line}, open of {month:yyyy-MM}");
        foreach (var day in db.LineDays.AsEnumerable())
        {
            anew.Days.Remove((day.Line, day.Provider, day.Day), out var found);
            var kept = new DayChange(
                day.Referrals,
                day.Pence,
                LineDay.JoinSquares(day.SquaresHigh, day.SquaresLow),
                day.Dated,
                day.WaitDays
            );
            if (kept != found)
                yield return Fault($"{day.Line}, chosen on {day.Day:yyyy-MM-dd} at {day.Provider}");
        }

        foreach (var ((line, provider, day), change) in anew.Days)
            if (change != default)
                yield return Fault($"{line}, chosen on {day:yyyy-MM-dd} at {provider}");
    }

    static IdentityFault Fault(FormattableString where) =>
        new(IdentityNames.Partitions, FormattableString.Invariant(where), "the sum that is kept is not that of its parts.");
}
