namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>What the log and the price lists say about causes.</summary>
/// <param name="FindEventMonth">First day of the month of the event at a position; null where there is no such event.</param>
/// <param name="IsInForce">Whether a version of prices held on some day of a month.</param>
public sealed record CauseFacts(Func<long, DateOnly?> FindEventMonth, Func<string, DateOnly, bool> IsInForce);

/// <summary>
/// I-14: every penny comes from an event of the log, in the order of the log, is dated by it where the event itself is what happened (a
/// choice, a take-back), and was priced, where it was, by prices that were in force.
/// </summary>
public static class CauseIdentity
{
    /// <param name="postings">Of the whole book, in the order of their numbers.</param>
    public static IEnumerable<IdentityFault> Check(CauseFacts facts, IEnumerable<Posting> postings)
    {
        var last = 0L;
        foreach (var posting in postings)
        {
            if (FindFault(facts, posting, last) is { } text)
                yield return new(IdentityNames.Causes, $"posting {posting.Number}", text);
            last = posting.Cause;
        }
    }

    static string? FindFault(CauseFacts facts, Posting posting, long last) =>
        posting.Cause < last ? $"its cause {posting.Cause} comes before that of the posting before it."
        : facts.FindEventMonth(posting.Cause) is not { } month ? $"there is no event {posting.Cause}."
        : IsDatedByEvent(posting) && posting.ActivityMonth != month
            ? $"it belongs to {posting.ActivityMonth:yyyy-MM}, and it happened in {month:yyyy-MM}."
        : posting.PostedMonth < posting.ActivityMonth ? $"it was posted before {posting.ActivityMonth:yyyy-MM}."
        : posting.Why.Reason.IsPriced() && posting.PriceVersion is null ? "it was priced by nothing."
        : posting is { Why.Reason: PostingReason.Chosen, PriceVersion: { } version } && !facts.IsInForce(version, posting.ActivityMonth)
            ? $"prices {version} were not in force in {posting.ActivityMonth:yyyy-MM}."
        : null;

    /// <summary>Whatever ends or begins a commitment, but a row: a row's care is dated by the provider.</summary>
    static bool IsDatedByEvent(Posting posting) =>
        posting.Why.Reason is PostingReason.Chosen or PostingReason.Covered or PostingReason.Awarded
        || (posting.Why.Reason == PostingReason.Repriced && posting.Row is null)
        || (posting.Why.Reason.IsRelease() && posting.Why.Reason is not (PostingReason.Seen or PostingReason.Discharged));
}
