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
    readonly Dictionary<(string Line, DateOnly ActivityMonth, DateOnly PostedMonth), AccountBalances> months = [];
    readonly LineChanges parts = new();
    bool isComplete;

    /// <summary>Takes in postings as somebody else reads them: all of the book, once.</summary>
    public IEnumerable<Posting> TakeIn(IEnumerable<Posting> postings)
    {
        foreach (var posting in postings)
        {
            var key = (posting.Line, posting.ActivityMonth, posting.PostedMonth);
            months[key] = months.GetValueOrDefault(key).Add(posting);
            yield return posting;
        }
    }

    /// <summary>After all postings: the months of each line, by activity and by the figures that first showed it.</summary>
    public IEnumerable<IdentityFault> CheckMonths(IEnumerable<LineMonth> kept) =>
        Compare(
            kept.Select(m => ((m.Line, m.ActivityMonth, m.PostedMonth), m.ToBalances())),
            months,
            m => $"{m.Line}, {m.ActivityMonth:yyyy-MM} in the figures of {m.PostedMonth:yyyy-MM}"
        );

    /// <summary>Takes in all parts of one referral.</summary>
    public IEnumerable<IdentityFault> Add(IReadOnlyCollection<ComponentRow> referral)
    {
        var states = new List<ComponentState>(referral.Count);
        foreach (var part in referral)
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

        parts.Add([], states);
    }

    /// <summary>All referrals have been taken in; where faults broke it off before, nothing is said of their sums.</summary>
    public void Complete() => isComplete = true;

    /// <summary>After all referrals: what is open by month, and the choices of each day of which forecasts are made.</summary>
    public IEnumerable<IdentityFault> CheckOpensAndDays(HubDbContext db)
    {
        // Asked when it is gone through and not when it is called: the referrals are gone through in between.
        if (!isComplete)
            yield break;
        var opens = db.LineOpens.AsEnumerable().Select(o => ((o.Line, o.Month), (new Money(o.OpenPence), o.Unpriced)));
        foreach (var fault in Compare(opens, parts.Opens, o => $"{o.Line}, open of {o.Month:yyyy-MM}"))
            yield return fault;
        var days = db.LineDays.AsEnumerable().Select(d => ((d.Line, d.Provider, d.Day), d.ToChange()));
        foreach (var fault in Compare(days, parts.Days, d => $"{d.Line}, chosen on {d.Day:yyyy-MM-dd} at {d.Provider}"))
            yield return fault;
    }

    /// <summary>Where what is kept is not what was taken in; a sum of nothing need not be kept.</summary>
    static IEnumerable<IdentityFault> Compare<TKey, TSum>(
        IEnumerable<(TKey Key, TSum Sum)> kept,
        Dictionary<TKey, TSum> taken,
        Func<TKey, FormattableString> say
    )
        where TKey : struct
        where TSum : struct, IEquatable<TSum>
    {
        foreach (var (key, sum) in kept)
        {
            taken.Remove(key, out var found);
            if (!sum.Equals(found))
                yield return Fault(say(key));
        }

        foreach (var (key, sum) in taken)
            if (!sum.Equals(default))
                yield return Fault(say(key));
    }

    static IdentityFault Fault(FormattableString where) =>
        new(IdentityNames.Partitions, FormattableString.Invariant(where), "the sum that is kept is not that of its parts.");
}
