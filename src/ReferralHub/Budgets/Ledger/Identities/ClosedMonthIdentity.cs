namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>I-06: each closed month, worked out anew from all postings, has the hash with which it was closed.</summary>
public static class ClosedMonthIdentity
{
    /// <param name="closes">In any order.</param>
    /// <param name="postings">Of the whole book, in the order of their numbers. Sums are kept by line and month, not the postings.</param>
    public static IEnumerable<IdentityFault> Check(IReadOnlyList<MonthClose> closes, IEnumerable<Posting> postings)
    {
        var sums = new Dictionary<LineMonthKey, AccountBalances>();
        var closed = closes.OrderBy(c => c.Month).ToList();
        var intruders = new Dictionary<DateOnly, Posting>();
        var before = 0;
        foreach (var posting in postings)
        {
            var key = new LineMonthKey(posting.Line, posting.ActivityMonth, posting.PostedMonth, null, null);
            sums[key] = sums.GetValueOrDefault(key).Add(posting);
            while (before < closed.Count && closed[before].LastPosting < posting.Number)
                before++;
            // What came after the last close before it may not stand in the figures of that month or of an earlier one.
            if (before > 0 && posting.PostedMonth <= closed[before - 1].Month)
                intruders.TryAdd(closed[before - 1].Month, posting);
        }

        foreach (var close in closed)
            if (intruders.TryGetValue(close.Month, out var posting))
                yield return Fault(close, $"posting {posting.Number} stands in it, which came after it was closed.");
            else if (BalancesHash.Calculate(close.Month, sums.Select(s => (s.Key, s.Value))) is var hash && hash != close.Hash)
                yield return Fault(close, $"its hash is {hash}, and it was closed with {close.Hash}.");
    }

    static IdentityFault Fault(MonthClose close, string text) => new(IdentityNames.ClosedMonths, $"{close.Month:yyyy-MM}", text);
}
