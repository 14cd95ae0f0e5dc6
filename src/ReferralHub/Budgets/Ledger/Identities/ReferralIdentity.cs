using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>I-04: what a referral committed was consumed by rows, released, counted as an estimate, or is open, part by part.</summary>
public static class ReferralIdentity
{
    /// <param name="postings">All of the referral.</param>
    /// <param name="parts">Its components as they are kept.</param>
    public static IEnumerable<IdentityFault> Check(Guid referral, IEnumerable<Posting> postings, IReadOnlyList<ComponentState> parts)
    {
        var sums = postings
            .Where(p => p.Component is not null && (p.From == LedgerAccount.Committed || p.To == LedgerAccount.Committed))
            .GroupBy(p => p.Component!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, Sums.Add, StringComparer.Ordinal);
        foreach (var pod in parts.Select(p => p.Pod).Union(sums.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var part = parts.FirstOrDefault(p => p.Pod == pod);
            var sum = sums.GetValueOrDefault(pod) ?? Sums.Add([]);
            IEnumerable<string> faults = part is null ? ["something is posted and nothing is kept."] : FindFaults(part, sum);
            foreach (var text in faults)
                yield return new(IdentityNames.Referrals, $"referral {referral}, {pod}", text);
        }
    }

    static IEnumerable<string> FindFaults(ComponentState part, Sums sum)
    {
        if (sum.Committed != part.Committed)
            yield return $"{sum.Committed} was committed by its postings, and {part.Committed} is kept.";
        if (sum.Consumed + sum.Released != part.Consumed + part.Released)
            yield return $"{sum.Consumed + sum.Released} was consumed or released by its postings, and "
                + $"{part.Consumed + part.Released} is kept.";
        if (sum.Estimated != part.Estimated)
            yield return $"{sum.Estimated} is estimated by its postings, and {part.Estimated} is kept.";
        foreach (var (line, open) in sum.OpenByLine)
            if (open < Money.Zero)
                yield return $"{open} is open in {line}.";
            else if (line == part.Line ? open != part.Open : open != Money.Zero)
                yield return $"{open} is open in {line}, and {(line == part.Line ? part.Open : Money.Zero)} is kept.";
        if (part.Open < Money.Zero || part.Consumed < Money.Zero || part.Released < Money.Zero || part.LeftPerMille < 0)
            yield return $"{part.Open} is open, {part.Consumed} consumed and {part.Released} released.";
        if (part.HasEnded && part.Open != Money.Zero)
            yield return $"{part.Open} is open, and nothing more is expected.";
    }

    sealed record Sums(Money Committed, Money Consumed, Money Released, Money Estimated, IReadOnlyDictionary<string, Money> OpenByLine)
    {
        public static Sums Add(IEnumerable<Posting> postings)
        {
            var (committed, consumed, released, estimated) = (Money.Zero, Money.Zero, Money.Zero, Money.Zero);
            var open = new SortedDictionary<string, Money>(StringComparer.Ordinal);
            foreach (var posting in postings)
            {
                var more = posting.To == LedgerAccount.Committed ? posting.Amount : -posting.Amount;
                open[posting.Line] = open.GetValueOrDefault(posting.Line) + more;
                switch (posting.Why.Reason)
                {
                    case PostingReason.Chosen or PostingReason.Repriced:
                        committed += more;
                        break;
                    case PostingReason.Estimated or PostingReason.EstimateReversed:
                        estimated -= more;
                        break;
                    case PostingReason.Seen or PostingReason.CommitmentRestored:
                        consumed -= more;
                        break;
                    default:
                        released -= more;
                        break;
                }
            }

            return new(committed, consumed, released, estimated, open);
        }
    }
}
