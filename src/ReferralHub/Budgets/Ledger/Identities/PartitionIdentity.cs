using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>
/// I-08: what is committed and spent is the same in total by practice, provider, specialty, point of delivery, month and source, because
/// every penny of it belongs to exactly one of each; and the sums that pages read have the same totals as the postings.
/// </summary>
public static class PartitionIdentity
{
    /// <summary>By what money is divided.</summary>
    static readonly (string Words, Func<LineMonthKey, string?> Find)[] Partitions =
    [
        ("practice", k => k.Care?.Practice),
        ("provider", k => k.Care?.Provider),
        ("specialty", k => k.Care?.Tfc),
        ("source", k => k.Care?.Source.ToString()),
        ("point of delivery", k => k.Component),
        ("month", k => k.ActivityMonth.MonthCode),
    ];

    /// <param name="postings">Of the whole book.</param>
    /// <param name="kept">The sums that pages read.</param>
    public static IEnumerable<IdentityFault> Check(
        IEnumerable<Posting> postings,
        IEnumerable<(LineMonthKey Key, AccountBalances Balances)> kept
    )
    {
        var booked = Partitions.Select(_ => new Dictionary<string, Money>(StringComparer.Ordinal)).ToList();
        var (total, number) = (Money.Zero, 0L);
        foreach (var posting in postings.Where(IsCare))
        {
            var amount = FindAmount(default(AccountBalances).Add(posting));
            total += amount;
            if (!Add(booked, LineMonthKey.FromPosting(posting), amount) && number == 0)
                number = posting.Number;
        }

        if (number != 0)
            yield return new(IdentityNames.Partitions, $"posting {number}", "it moves money of care and does not say of whose.");
        var shown = Partitions.Select(_ => new Dictionary<string, Money>(StringComparer.Ordinal)).ToList();
        foreach (var (key, balances) in kept)
            if (FindAmount(balances) is var amount && amount != Money.Zero)
                Add(shown, key, amount);
        for (var i = 0; i < Partitions.Length; i++)
        {
            var sum = shown[i].Values.Aggregate(Money.Zero, (a, b) => a + b);
            if (sum != total)
                yield return new(IdentityNames.Partitions, $"by {Partitions[i].Words}", $"{sum} is shown, and {total} is posted.");
            foreach (var part in booked[i].Keys.Union(shown[i].Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                if (booked[i].GetValueOrDefault(part) != shown[i].GetValueOrDefault(part))
                    yield return new(
                        IdentityNames.Partitions,
                        $"{Partitions[i].Words} {part}",
                        $"{shown[i].GetValueOrDefault(part)} is shown, and {booked[i].GetValueOrDefault(part)} is posted."
                    );
        }
    }

    /// <returns>Whether it had a place in every partition.</returns>
    static bool Add(List<Dictionary<string, Money>> parts, LineMonthKey key, Money amount)
    {
        var isWhole = true;
        for (var i = 0; i < Partitions.Length; i++)
            if (Partitions[i].Find(key) is { Length: > 0 } part)
                parts[i][part] = parts[i].GetValueOrDefault(part) + amount;
            else
                isWhole = false;
        return isWhole;
    }

    static Money FindAmount(AccountBalances balances) => balances.Committed + balances.Spent;

    static bool IsCare(Posting posting) =>
        posting.From.IsSpent() || posting.To.IsSpent() || LedgerAccount.Committed == posting.From || LedgerAccount.Committed == posting.To;
}
