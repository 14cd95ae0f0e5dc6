using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>
/// An identity that nothing can break is no check. Each posting rule is made wrong in every way a hand could slip, and the identities must
/// find it: all postings of the rule wrong, and only one of them.
/// </summary>
public sealed class PlantedErrorTests(ITestOutputHelper output)
{
    const int HistoriesMax = 6;

    static readonly (string Words, Func<Posting, IEnumerable<Posting>> Alter)[] Errors =
    [
        ("a penny more", p => [p with { Amount = p.Amount + new Money(1) }]),
        ("not posted", _ => []),
        ("posted twice", p => [p, p]),
        ("the other way", p => [p with { From = p.To, To = p.From }]),
        ("from another account", p => [p with { From = p.From == LedgerAccount.Award ? LedgerAccount.Plan : LedgerAccount.Award }]),
        ("in another line", p => [p with { Line = "elsewhere" }]),
        ("a month early", p => [p with { ActivityMonth = p.ActivityMonth.AddMonths(-1) }]),
        ("without its cause", p => [p with { Cause = 0 }]),
    ];

    /// <summary>Errors that only some postings can have: then the alteration gives null for the others.</summary>
    static readonly (string Words, Func<Posting, Posting?> Alter)[] ErrorsOfSome =
    [
        ("into the closed month", p => p.PostedMonth > p.ActivityMonth ? p with { PostedMonth = p.ActivityMonth } : null),
        ("without its price", p => p.Why.Reason.IsPriced() ? p with { PriceVersion = null } : null),
        ("without whose care", p => p.Care is not null ? p with { Care = null } : null),
    ];

    public static TheoryData<PostingReason> Reasons => [.. Enum.GetValues<PostingReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void AnError_InARule_IsFound(PostingReason reason)
    {
        foreach (var (words, alter) in Errors)
            Plant(reason, words, alter).ShouldBeTrue($"no posting of {reason} was altered");
        foreach (var (words, alter) in ErrorsOfSome)
            Plant(reason, words, p => alter(p) is { } altered ? [altered] : [p]);
    }

    /// <returns>Whether there was a posting to alter.</returns>
    bool Plant(PostingReason reason, string words, Func<Posting, IEnumerable<Posting>> alter)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        string? example = null;
        var altered = 0;
        foreach (var events in LedgerPropertyTests.SampleHistories().Take(HistoriesMax))
        foreach (var only in new int?[] { null, 0, 1 })
        {
            var wrong = new WrongRules(reason, alter, only);
            var book = new TestBook { Caps = LedgerHistory.Caps, Rules = wrong.Post }.Add(events);
            if (wrong.Altered == 0)
                continue;
            altered += wrong.Altered;
            var faults = TestIdentities.Check(book) is { Count: > 0 } atTheEnd
                ? atTheEnd
                : FindWhileItLasts(events, new WrongRules(reason, alter, only));
            faults.ShouldNotBeEmpty($"{reason} {words}, {(only is null ? "all of them" : $"number {only}")}: no identity found it");
            found.UnionWith(faults.Select(f => f.Identity));
            example ??= faults[0].ToString();
        }

        if (altered > 0)
            output.WriteLine($"{reason.ToCode()} {words}: found by {string.Join(", ", found)} in {altered} postings. {example}");
        return altered > 0;
    }

    /// <summary>
    /// What goes to a pool wrongly and comes back as wrongly is right again at the end: it is found by whoever looks in between.
    /// </summary>
    static IReadOnlyList<IdentityFault> FindWhileItLasts(IReadOnlyList<LedgerEvent> events, WrongRules wrong)
    {
        var book = new TestBook { Caps = LedgerHistory.Caps, Rules = wrong.Post };
        foreach (var e in events)
        {
            var before = wrong.Altered;
            book.Add(e);
            if (wrong.Altered > before && TestIdentities.Check(book) is { Count: > 0 } faults)
                return faults;
        }

        return [];
    }

    /// <summary>The rules, but for the postings of one reason: all of them, or one.</summary>
    sealed class WrongRules(PostingReason reason, Func<Posting, IEnumerable<Posting>> alter, int? only)
    {
        int seen;

        public int Altered { get; private set; }

        public LedgerOutcome Post(LedgerState state, LedgerEvent cause)
        {
            var outcome = LedgerRules.Post(state, cause);
            var number = state.Book.LastPosting;
            var postings = new List<Posting>();
            foreach (var posting in outcome.Postings.SelectMany(Alter))
                postings.Add(posting with { Number = ++number });
            return outcome with { Postings = postings, Book = outcome.Book with { LastPosting = number } };
        }

        IEnumerable<Posting> Alter(Posting posting)
        {
            if (posting.Why.Reason != reason || (only is not null && seen++ != only))
                return [posting];
            List<Posting> after = [.. alter(posting)];
            if (after.Count != 1 || after[0] != posting)
                Altered++;
            return after;
        }
    }
}
