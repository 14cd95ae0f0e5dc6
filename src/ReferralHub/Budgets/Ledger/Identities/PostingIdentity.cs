using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>I-02: the form of each posting, and the pairs between lines and pools.</summary>
public static class PostingIdentity
{
    /// <param name="postings">Of the whole book, in the order of their numbers. Only pairs that are not complete are remembered.</param>
    public static IEnumerable<IdentityFault> Check(IEnumerable<Posting> postings)
    {
        var number = 0L;
        var pairs = new Dictionary<long, Posting>();
        foreach (var posting in postings)
        {
            if (FindFault(posting, ++number) is { } text)
                yield return Fault(posting, text);
            number = posting.Number;
            if (posting.Pair is not { } pair)
                continue;
            if (!pairs.Remove(pair, out var first))
                pairs[pair] = posting;
            else if (!IsCounterpart(first, posting))
                yield return Fault(posting, $"it is not the counterpart of {first.Number}, with which it is a pair.");
        }

        foreach (var posting in pairs.Values)
            yield return Fault(posting, "the other half of its pair is missing.");
    }

    static string? FindFault(Posting posting, long expected) =>
        posting.Number != expected ? $"its number should be {expected}."
        : posting.Amount <= Money.Zero ? $"it moves {posting.Amount}."
        : posting.From == posting.To ? $"it moves from {posting.From} to itself."
        : posting.Line.Length == 0 ? "it has no line."
        : !posting.Why.Reason.Allows(posting.From, posting.To) ? $"{posting.Why} does not move money from {posting.From} to {posting.To}."
        : (posting.Why.Reason is PostingReason.CapPassed or PostingReason.PoolContributed) != (posting.Pair is not null)
            ? "transfers with pools are pairs, and nothing else is."
        : null;

    static bool IsCounterpart(Posting a, Posting b) =>
        a.Amount == b.Amount && a.Line != b.Line && (a.From, a.To) == (b.To, b.From) && a.Why == b.Why && a.Row == b.Row;

    static IdentityFault Fault(Posting posting, string text) => new(IdentityNames.Postings, $"posting {posting.Number}", text);
}
