using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>What is known of a line from elsewhere than its postings.</summary>
/// <param name="Authority">
/// Agreed budgets and what it gave to pools or was given as one, by the first day of the month from which each difference holds.
/// </param>
/// <param name="Awarded">All awards that were approved from it.</param>
/// <param name="Kept">The sums that pages read.</param>
public sealed record LineFacts(string Line, IReadOnlyDictionary<DateOnly, Money> Authority, Money Awarded, AccountBalances Kept);

/// <summary>
/// I-01: at every position what the plan gives is the sum of all other accounts; and the plan gives what was agreed, and the sums that
/// pages read are those of the postings.
/// </summary>
public static class LineIdentity
{
    /// <param name="postings">All of the line, in the order of their numbers.</param>
    public static IEnumerable<IdentityFault> Check(LineFacts facts, IEnumerable<Posting> postings)
    {
        var balances = default(AccountBalances);
        var authority = new SortedDictionary<DateOnly, Money>();
        foreach (var (month, amount) in facts.Authority)
            authority[month] = -amount;
        foreach (var posting in postings)
        {
            balances = balances.Add(posting);
            var given = default(AccountBalances).Add(posting).Authority;
            authority[posting.ActivityMonth] = authority.GetValueOrDefault(posting.ActivityMonth) + given;
            if (posting.Line != facts.Line || !balances.IsBalanced)
            {
                yield return Fault(facts, $"posting {posting.Number} leaves it unbalanced.");
                yield break;
            }
        }

        foreach (var (month, difference) in authority)
            if (difference != Money.Zero)
                yield return Fault(facts, $"from {month:yyyy-MM} it has {difference} more than was agreed.");
        if (balances.Award != facts.Awarded)
            yield return Fault(facts, $"{balances.Award} was awarded, and {facts.Awarded} approved.");
        foreach (var account in LedgerAccounts.All)
            if (balances[account] != facts.Kept[account])
                yield return Fault(facts, $"{account} is {balances[account]} by its postings, and {facts.Kept[account]} is shown.");
        if (balances.Estimated != facts.Kept.Estimated)
            yield return Fault(facts, $"{balances.Estimated} is estimated by its postings, and {facts.Kept.Estimated} is shown.");
    }

    static IdentityFault Fault(LineFacts facts, string text) => new(IdentityNames.Lines, $"line {facts.Line}", text);
}
