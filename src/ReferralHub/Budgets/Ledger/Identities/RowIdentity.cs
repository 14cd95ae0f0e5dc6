using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>What is known of a provider's row from the returns, challenges and price lists themselves.</summary>
/// <param name="Line">Of the plan that pays for it.</param>
/// <param name="Month">First day.</param>
public sealed record RowFacts(string Row, string Line, string Provider, DateOnly Month)
{
    /// <summary>In the return that is in force; zero when it was withdrawn.</summary>
    public Money Charged { get; init; }

    /// <summary>What the provider gave up since.</summary>
    public Money Accepted { get; init; }

    /// <summary>What later prices added to that charge.</summary>
    public Money Repriced { get; init; }

    /// <summary>The largest of its open challenges.</summary>
    public Money Disputed { get; init; }

    /// <summary>What a pool should bear of it.</summary>
    public Money Pooled { get; init; }

    public bool IsFrozen { get; init; }

    /// <summary>Months to which it belonged in earlier returns, where they were others.</summary>
    public IReadOnlyCollection<DateOnly> EarlierMonths { get; init; } = [];

    public Money Worth => Charged - Accepted + Repriced;
}

/// <summary>
/// I-03 for one row: its money stands where it should, at what it is worth, in its own line but for what a pool bears, and in its month.
/// A row of a provider's month that is right row by row is right as a whole; <see cref="ProviderMonthIdentity"/> checks the whole.
/// </summary>
public static class RowIdentity
{
    /// <param name="postings">All of the row.</param>
    public static IEnumerable<IdentityFault> Check(RowFacts facts, IEnumerable<Posting> postings)
    {
        var (own, pool, earlier) = (default(AccountBalances), default(AccountBalances), default(AccountBalances));
        foreach (var posting in postings)
        {
            if (posting.ActivityMonth != facts.Month && !facts.EarlierMonths.Contains(posting.ActivityMonth))
                yield return Fault(facts, $"posting {posting.Number} belongs to {posting.ActivityMonth:yyyy-MM}.");
            if (!posting.From.IsSpent() && !posting.To.IsSpent())
                continue;
            if (posting.ActivityMonth != facts.Month)
                earlier = earlier.Add(posting);
            else if (posting.Line == facts.Line)
                own = own.Add(posting);
            else
                pool = pool.Add(posting);
        }

        if ((earlier.Accrued, earlier.Disputed, earlier.Actual) != (Money.Zero, Money.Zero, Money.Zero))
            yield return Fault(facts, "something of it is left in a month to which it no longer belongs.");
        var undisputed = facts.Worth - facts.Disputed - facts.Pooled;
        if (own.Spent + pool.Spent != facts.Worth)
            yield return Fault(facts, $"{own.Spent + pool.Spent} is spent, and it is worth {facts.Worth}.");
        if (pool.Spent != facts.Pooled)
            yield return Fault(facts, $"{pool.Spent} of it stands in another line, and a pool should bear {facts.Pooled}.");
        if (own.Disputed + pool.Disputed != facts.Disputed)
            yield return Fault(facts, $"{own.Disputed + pool.Disputed} of it is disputed, and {facts.Disputed} is in question.");
        if (facts.IsFrozen ? own.Actual != undisputed || pool.Actual != facts.Pooled : own.Accrued != undisputed)
            yield return Fault(
                facts,
                $"{own.Actual} of it is actual and {own.Accrued} accrued, "
                    + $"and {undisputed} should be {(facts.IsFrozen ? "actual" : "accrued")}."
            );
    }

    static IdentityFault Fault(RowFacts facts, string text) => new(IdentityNames.Providers, $"row {facts.Row}", text);
}

/// <summary>
/// I-03: by provider and month, what is spent is the sum of what its rows are worth and of the estimates that stand. Repricing and pools
/// are in it.
/// </summary>
public static class ProviderMonthIdentity
{
    /// <param name="spent">Sums of what is spent, by provider and month: of several lines they add up.</param>
    /// <param name="estimates">That stand, with the month for which they were made.</param>
    public static IEnumerable<IdentityFault> Check(
        IEnumerable<(string Provider, DateOnly Month, Money Spent)> spent,
        IEnumerable<RowFacts> rows,
        IEnumerable<(string Provider, DateOnly Month, Money Amount)> estimates
    )
    {
        var differences = new Dictionary<(string Provider, DateOnly Month), (Money Spent, Money Known)>();
        foreach (var (provider, month, amount) in spent)
            Add(provider, month, amount, Money.Zero);
        foreach (var row in rows)
            Add(row.Provider, row.Month, Money.Zero, row.Worth);
        foreach (var (provider, month, amount) in estimates)
            Add(provider, month, Money.Zero, amount);
        foreach (
            var ((provider, month), (booked, known)) in differences
                .OrderBy(d => d.Key.Provider, StringComparer.Ordinal)
                .ThenBy(d => d.Key.Month)
        )
            if (booked != known)
                yield return new(
                    IdentityNames.Providers,
                    $"{provider} in {month:yyyy-MM}",
                    $"{booked} is spent, and its rows and estimates are {known}."
                );

        void Add(string provider, DateOnly month, Money booked, Money known)
        {
            var (a, b) = differences.GetValueOrDefault((provider, month));
            differences[(provider, month)] = (a + booked, b + known);
        }
    }
}
