using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What a month's care cost by its figures as they were closed and as they are now, as it is told to one reader.</summary>
/// <param name="Month">First day.</param>
/// <param name="AsClosed">Null when it is withheld.</param>
/// <param name="AsRestated">Null when it is withheld.</param>
/// <param name="Causes">The largest first.</param>
public sealed record RestatedMonth(DateOnly Month, Money? AsClosed, Money? AsRestated, IReadOnlyList<RestatedCause> Causes)
{
    /// <summary>Null where one of the two is withheld.</summary>
    public Money? Change => AsRestated - AsClosed;

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
    /// <param name="patients">Behind them; nobody asks where the reader is told figures as they are.</param>
    public static RestatedMonth Tell(
        DateOnly month,
        IReadOnlyCollection<MonthFigures> lines,
        RestatedPatients patients,
        FigureReader reader
    )
    {
        var causes = lines
            .SelectMany(l => l.Causes)
            .GroupBy(c => c.Why)
            .Select(g => new RestatementCause(g.Key, Sum(g.Select(c => c.Spent)), g.Sum(c => c.Postings)))
            .OrderByDescending(c => Int128.Abs(c.Spent.Pence))
            .ThenBy(c => c.Why.ToString(), StringComparer.Ordinal)
            .ToList();
        var (closed, restated) = (Sum(lines.Select(l => l.AsClosed.Spent)), Sum(lines.Select(l => l.AsRestated.Spent)));
        var withheld = reader.IsExact
            ? new bool[causes.Count + 3]
            : ChooseWithheld([
                .. causes.Select(c => SecondaryWithholding.CountBehind(c.Spent, patients.Causes.GetValueOrDefault(c.Why))),
                SecondaryWithholding.CountBehind(closed, patients.AsClosed),
                SecondaryWithholding.CountBehind(restated - closed, patients.Change),
                SecondaryWithholding.CountBehind(restated, patients.AsRestated),
            ]);
        return new(
            month,
            withheld[^3] ? null : reader.Tell(closed, patients.AsClosed),
            withheld[^1] ? null : reader.Tell(restated, patients.AsRestated),
            // In the order of their amounts they would say between which two a withheld one lies.
            [
                .. causes
                    .Select((c, i) => withheld[i] ? Withhold(c) : Tell(c, patients.Causes.GetValueOrDefault(c.Why), reader))
                    .OrderBy(c => c.Change is null),
            ]
        );
    }

    /// <summary>
    /// The causes add up to the difference, and the difference is what lies between the month as it was closed and as it is now. What it
    /// was closed at has been told before anything changed, so that the other is withheld sooner.
    /// </summary>
    /// <param name="counts">Patients behind each cause, then behind the month as closed, the difference and the month as restated.</param>
    static IReadOnlyList<bool> ChooseWithheld(IReadOnlyList<int> counts)
    {
        var (closed, change, restated) = (counts.Count - 3, counts.Count - 2, counts.Count - 1);
        return SecondaryWithholding.Choose(counts, [new([.. Enumerable.Range(0, closed)], change), new([change, restated], closed)]);
    }

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);

    static RestatedCause Withhold(RestatementCause cause) => Describe(cause, null, null);

    static RestatedCause Tell(RestatementCause cause, int patients, FigureReader reader)
    {
        var change = reader.Tell(cause.Spent, patients);
        return Describe(cause, change, change is null ? null : reader.Tell((int)Math.Min(cause.Postings, int.MaxValue), patients));
    }

    static RestatedCause Describe(RestatementCause cause, Money? change, int? postings) =>
        new(CauseWords.Describe(cause.Why), change, postings) { IsEstimate = cause.Why.Reason == PostingReason.EstimateReversed };
}

/// <param name="Words">Why the figures changed.</param>
/// <param name="Change">Null when it is withheld.</param>
/// <param name="Postings">How many moved money for it; null when it is withheld.</param>
public sealed record RestatedCause(string Words, Money? Change, int? Postings)
{
    /// <summary>Whether an estimate was taken back, as always happens after a close.</summary>
    public bool IsEstimate { get; init; }
}
