using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// A plan for several years is judged once, at their end, on what they come to together: a loss in the first is no failure when the later
/// ones make it good.
/// </summary>
/// <param name="Cumulative">After each year that has ended.</param>
public sealed record YearCycle(int Years, IReadOnlyList<Money> Cumulative)
{
    /// <summary>All its years have ended; until then every figure is provisional.</summary>
    public bool IsComplete => Cumulative.Count == Years;

    /// <summary>Null until it is complete.</summary>
    public bool? IsBalanced => IsComplete ? Cumulative[^1] >= Money.Zero : null;

    /// <param name="results">Authority less spending of each year that has ended, in order.</param>
    public static YearCycle Calculate(int years, IReadOnlyList<Money> results)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(results.Count, years, nameof(results));
        var sum = Money.Zero;
        return new(years, [.. results.Select(r => sum += r)]);
    }
}
