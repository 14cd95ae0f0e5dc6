namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>One level of bodies: localities, commissioners.</summary>
/// <param name="FindBodies">Who has a line's money of a month, by the members of that month: must be exactly one.</param>
public sealed record RollUpLevel(string Words, Func<string, DateOnly, IReadOnlyList<string>> FindBodies);

/// <summary>I-09: at each level every posting belongs to exactly one body, and what a body shows is the sum of them.</summary>
public static class RollUpIdentity
{
    /// <param name="sums">All of the book, by line and month at the least.</param>
    /// <param name="shown">What is shown of each body at this level.</param>
    public static IEnumerable<IdentityFault> Check(
        RollUpLevel level,
        IEnumerable<(LineMonthKey Key, AccountBalances Balances)> sums,
        IReadOnlyDictionary<string, AccountBalances> shown
    )
    {
        var bodies = new Dictionary<string, AccountBalances>(StringComparer.Ordinal);
        var known = new Dictionary<(string Line, DateOnly Month), string?>();
        foreach (var (key, balances) in sums)
        {
            if (!known.TryGetValue((key.Line, key.ActivityMonth), out var body))
            {
                var found = level.FindBodies(key.Line, key.ActivityMonth);
                known[(key.Line, key.ActivityMonth)] = body = found.Count == 1 ? found[0] : null;
                if (body is null)
                    yield return new(
                        IdentityNames.RollUp,
                        $"line {key.Line} in {key.ActivityMonth:yyyy-MM}",
                        $"it belongs to {(found.Count == 0 ? "no" : string.Join(" and ", found))} {level.Words}."
                    );
            }

            if (body is not null)
                bodies[body] = bodies.GetValueOrDefault(body) + balances;
        }

        foreach (var body in bodies.Keys.Union(shown.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (sum, told) = (bodies.GetValueOrDefault(body), shown.GetValueOrDefault(body));
            foreach (var account in LedgerAccounts.All.Where(a => sum[a] != told[a]))
                yield return new(
                    IdentityNames.RollUp,
                    $"{level.Words} {body}",
                    $"{account} is {sum[account]} of its lines, and {told[account]} is shown."
                );
        }
    }
}
