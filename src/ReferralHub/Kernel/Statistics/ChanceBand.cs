namespace ReferralHub.Kernel.Statistics;

/// <summary>
/// How far a year's cost may lie from what was expected by chance alone: items come independently of each other (Poisson), each at a cost
/// that varies (compound Poisson), so that the relative standard deviation is √((1 + cv²) / E). It says whether a saving or an overspend
/// is anybody's doing, and gives no amount of money.
/// </summary>
/// <param name="RelativeDeviation">Standard deviation as a share of what was expected; infinite where nothing was.</param>
public readonly record struct ChanceBand(double RelativeDeviation)
{
    /// <param name="expectedItems">E; not below zero.</param>
    /// <param name="costVariation">cv: the standard deviation of an item's cost, as a share of the mean.</param>
    public static ChanceBand Calculate(double expectedItems, double costVariation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedItems);
        ArgumentOutOfRangeException.ThrowIfNegative(costVariation);
        return new(expectedItems == 0 ? double.PositiveInfinity : Math.Sqrt((1 + (costVariation * costVariation)) / expectedItems));
    }

    /// <summary>Nineteen years of twenty lie within this share of what was expected, up or down.</summary>
    public double Share95 => NormalDistribution.Quantile95 * RelativeDeviation;

    /// <summary>How probable it is to lie above by more than a share of what was expected, though nothing has changed.</summary>
    public double FindProbabilityAbove(double share) =>
        double.IsInfinity(RelativeDeviation) ? 0.5 : 1 - NormalDistribution.FindProbability(share / RelativeDeviation);

    /// <summary>Whether chance alone explains a difference between what was planned and what came.</summary>
    /// <param name="difference">Either way.</param>
    public bool Explains(Money difference, Money planned) =>
        difference == Money.Zero || Math.Abs((double)difference.Pence) <= Share95 * Math.Abs((double)planned.Pence);
}
