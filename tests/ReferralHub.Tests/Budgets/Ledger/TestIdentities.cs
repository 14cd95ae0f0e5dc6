using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>All identities of a book, each from what it should be asked of.</summary>
static class TestIdentities
{
    public static IReadOnlyList<IdentityFault> Check(TestBook book)
    {
        var facts = new TestFacts(book.Events, book.Caps);
        return
        [
            .. CheckLines(book, facts),
            .. PostingIdentity.Check(book.Postings),
            .. CheckRows(book, facts),
            .. CheckReferrals(book),
            .. ClosedMonthIdentity.Check(book.Closes, book.Postings),
            .. book.Closes.SelectMany(c =>
                RestatementIdentity.Check(
                    c,
                    book.Postings.Where(p => p.ActivityMonth == c.Month),
                    MonthFigures.Calculate(c.Month, book.Postings.Select(MonthSum.FromPosting))
                )
            ),
            .. PartitionIdentity.Check(book.Postings, book.Sums.Select(s => (s.Key, s.Value))),
            .. CheckRollUp(book),
            .. CauseIdentity.Check(
                new(p => facts.EventMonths.TryGetValue(p, out var month) ? month : null, (version, _) => version.StartsWith('v')),
                book.Postings
            ),
        ];
    }

    static IEnumerable<IdentityFault> CheckLines(TestBook book, TestFacts facts)
    {
        var lines = book.Postings.Select(p => p.Line).Union(facts.Authority.Keys.Select(k => k.Line)).Order(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var kept = book.Sums.Where(s => s.Key.Line == line).Aggregate(default(AccountBalances), (sum, s) => sum + s.Value);
            var authority = facts.Authority.Where(a => a.Key.Line == line).ToDictionary(a => a.Key.Month, a => a.Value);
            var line1 = new LineFacts(line, authority, facts.Awarded.GetValueOrDefault(line), kept);
            foreach (var fault in LineIdentity.Check(line1, book.Postings.Where(p => p.Line == line)))
                yield return fault;
        }
    }

    static IEnumerable<IdentityFault> CheckRows(TestBook book, TestFacts facts)
    {
        var postings = book.Postings.Where(p => p.Row is not null).ToLookup(p => p.Row);
        foreach (var row in facts.Rows)
        foreach (var fault in RowIdentity.Check(row, postings[row.Row]))
            yield return fault;
        var spent = book.Sums.Where(s => s.Key.Care is not null).Select(s => (s.Key.Care!.Provider, s.Key.ActivityMonth, s.Value.Spent));
        var estimates = book
            .Components.Where(c => c.EstimatedMonth is not null)
            .Select(c => (c.Care.Provider, c.EstimatedMonth!.Value, c.Estimated));
        foreach (var fault in ProviderMonthIdentity.Check(spent, facts.Rows, estimates))
            yield return fault;
    }

    static IEnumerable<IdentityFault> CheckReferrals(TestBook book)
    {
        var postings = book.Postings.Where(p => p.Referral is not null).ToLookup(p => p.Referral!.Value);
        var parts = book.Components.ToLookup(c => c.Referral);
        return postings
            .Select(p => p.Key)
            .Union(parts.Select(p => p.Key))
            .SelectMany(r => ReferralIdentity.Check(r, postings[r], [.. parts[r]]));
    }

    /// <summary>Practices' lines belong to a locality that changes in October; what no practice has is the commissioner's own.</summary>
    static IEnumerable<IdentityFault> CheckRollUp(TestBook book)
    {
        var shown = book
            .Sums.SelectMany(s => FindBodies(s.Key.Line, s.Key.ActivityMonth).Select(b => (Body: b, s.Value)))
            .GroupBy(s => s.Body)
            .ToDictionary(g => g.Key, g => g.Aggregate(default(AccountBalances), (sum, s) => sum + s.Value));
        return RollUpIdentity.Check(new("locality", FindBodies), book.Sums.Select(s => (s.Key, s.Value)), shown);
    }

    static IReadOnlyList<string> FindBodies(string line, DateOnly month) =>
        line == "elsewhere" ? []
        : line.StartsWith("Z81002", StringComparison.Ordinal) && month >= new DateOnly(2026, 10, 1) ? ["South"]
        : line.StartsWith('Z') ? ["North"]
        : ["Commissioner"];
}
