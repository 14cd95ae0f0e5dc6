using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// By how much the sums that pages read change: postings added up, what is open by month, and what was chosen by day. It is filled from
/// the same outcomes as the tables of single postings and parts, so that a page never adds up a whole year of them.
/// </summary>
sealed class LineChanges
{
    public Dictionary<(string Line, DateOnly ActivityMonth, DateOnly PostedMonth), AccountBalances> Months { get; } = [];

    public Dictionary<LineMonthKey, AccountBalances> Cares { get; } = [];

    public Dictionary<(string Line, DateOnly Month), (Money Open, int Unpriced)> Opens { get; } = [];

    public Dictionary<(string Line, string Provider, DateOnly Day), DayChange> Days { get; } = [];

    public void Add(Posting posting)
    {
        var month = (posting.Line, posting.ActivityMonth, posting.PostedMonth);
        Months[month] = Months.GetValueOrDefault(month).Add(posting);
        var care = LineMonthKey.FromPosting(posting);
        Cares[care] = Cares.GetValueOrDefault(care).Add(posting);
    }

    /// <summary>One referral's parts before and after an event; all of them, because together they are one commitment.</summary>
    public void Add(IReadOnlyCollection<ComponentState> before, IReadOnlyCollection<ComponentState> after)
    {
        AddOpens(before, -1);
        AddOpens(after, 1);
        AddDays(before, -1);
        AddDays(after, 1);
    }

    public void Clear()
    {
        Months.Clear();
        Cares.Clear();
        Opens.Clear();
        Days.Clear();
    }

    /// <summary>
    /// By the month in which each part is expected. Later care has no day of its own, and stands in the month of the first attendance:
    /// before it there is none of it, so that what begins next year is not this year's.
    /// </summary>
    void AddOpens(IReadOnlyCollection<ComponentState> parts, int sign)
    {
        var first = parts.Min(p => p.ExpectedOn);
        foreach (var part in parts)
        {
            var unpriced = part.IsUnpriced ? sign : 0;
            if (part.Open == Money.Zero && unpriced == 0)
                continue;
            var key = (part.Line, (part.ExpectedOn ?? first)?.FirstOfMonth ?? LineOpen.Undated);
            var (open, count) = Opens.GetValueOrDefault(key);
            Opens[key] = (open + (part.Open * sign), count + unpriced);
        }
    }

    /// <summary>What the last choice committed and nobody took back, in one sum for each line that pays for some of it.</summary>
    void AddDays(IReadOnlyCollection<ComponentState> parts, int sign)
    {
        foreach (var together in parts.GroupBy(p => (p.Line, p.Care.Provider, p.ChosenOn)))
        {
            var pence = together.Aggregate(Money.Zero, (sum, p) => sum + p.Committed - p.Released).Pence;
            if (pence == 0)
                continue;
            var expected = together.Select(p => p.ExpectedOn).FirstOrDefault(d => d is not null);
            var change = new DayChange(
                1,
                pence,
                (Int128)pence * pence,
                expected is null ? 0 : 1,
                expected is { } day ? day.DayNumber - together.Key.ChosenOn.DayNumber : 0
            );
            Days[together.Key] = Days.GetValueOrDefault(together.Key) + (sign > 0 ? change : -change);
        }
    }
}
