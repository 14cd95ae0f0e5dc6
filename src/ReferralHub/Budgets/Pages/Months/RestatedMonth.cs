using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What a month's care cost by its figures as they were closed and as they are now, as it is told to one reader.</summary>
/// <param name="Month">First day.</param>
/// <param name="Causes">The largest first.</param>
public sealed record RestatedMonth(DateOnly Month, Money AsClosed, Money AsRestated, IReadOnlyList<RestatedCause> Causes)
{
    public Money Change => AsRestated - AsClosed;

    /// <summary>Why the figure falls before it rises; null where nothing was estimated. Every restated month begins so.</summary>
    public string? Explain()
    {
        if (Causes.FirstOrDefault(c => c.IsEstimate) is not { } estimate)
            return null;
        var month = Month.MonthInWords;
        var amount = estimate.Change is { } change ? $"{(change < Money.Zero ? -change : change)}" : "Some of what was counted as spent";
        return $"When {month} was closed, {amount} of it was an estimate of care that providers had not reported by then. An estimate is "
            + "taken back straight after the close, so that nothing is counted twice when the report comes. Until then the care counts as "
            + "committed and not as spent: the restated figure falls first, and rises again as providers report.";
    }

    /// <param name="lines">The month of each line that the reader may see; their true sums are what is rounded.</param>
    public static RestatedMonth Tell(DateOnly month, IReadOnlyCollection<MonthFigures> lines, FigureReader reader) =>
        new(
            month,
            reader.Tell(Sum(lines.Select(l => l.AsClosed.Spent))),
            reader.Tell(Sum(lines.Select(l => l.AsRestated.Spent))),
            [
                .. lines
                    .SelectMany(l => l.Causes)
                    .GroupBy(c => c.Why)
                    .Select(g => new RestatementCause(g.Key, Sum(g.Select(c => c.Spent)), g.Sum(c => c.Postings)))
                    .OrderByDescending(c => Int128.Abs(c.Spent.Pence))
                    .ThenBy(c => c.Why.ToString(), StringComparer.Ordinal)
                    .Select(c => Tell(c, reader)),
            ]
        );

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);

    /// <summary>Each posting is about one patient's care at most, so that so few of them could give one away.</summary>
    static RestatedCause Tell(RestatementCause cause, FigureReader reader)
    {
        var postings = (int)Math.Min(cause.Postings, int.MaxValue);
        return new(
            CauseWords.Describe(cause.Why),
            reader.TellPence(cause.Spent.Pence, postings) is { } pence ? new Money(pence) : null,
            reader.Tell(postings)
        )
        {
            IsEstimate = cause.Why.Reason == PostingReason.EstimateReversed,
        };
    }
}

/// <param name="Words">Why the figures changed.</param>
/// <param name="Change">Null when it is withheld.</param>
/// <param name="Postings">How many moved money for it; null when it is withheld.</param>
public sealed record RestatedCause(string Words, Money? Change, int? Postings)
{
    /// <summary>Whether an estimate was taken back, as always happens after a close.</summary>
    public bool IsEstimate { get; init; }
}
