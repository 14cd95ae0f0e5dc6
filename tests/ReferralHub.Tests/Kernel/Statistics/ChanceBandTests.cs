using ReferralHub.Kernel.Statistics;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel.Statistics;

public sealed class ChanceBandTests
{
    [Theory]
    [InlineData(420, 0.0, 4.88, 9.56, 0.1528)]
    [InlineData(420, 0.35, 5.17, 10.13, 0.1667)]
    [InlineData(60, 0.35, 13.68, 26.81, 0.3573)]
    [InlineData(4200, 0.35, 1.63, 3.20, 0.0011)]
    [InlineData(4200, 2.5, 4.15, 8.14, 0.1144)]
    public void Band_OfExpectedItems_IsAsWorkedOut(double items, double variation, double deviation, double band, double above)
    {
        var chance = ChanceBand.Calculate(items, variation);

        Math.Round(chance.RelativeDeviation * 100, 2).ShouldBe(deviation);
        Math.Round(chance.Share95 * 100, 2).ShouldBe(band);
        Math.Round(chance.FindProbabilityAbove(0.05), 4).ShouldBe(above);
    }

    [Fact]
    public void Band_ExplainsWhatLiesWithinIt()
    {
        var chance = ChanceBand.Calculate(420, 0.35);

        chance.Explains(new(-10_000), new(100_000)).ShouldBeTrue();
        chance.Explains(new(10_200), new(100_000)).ShouldBeFalse();
        ChanceBand.Calculate(0, 0.35).Explains(new(1), new(1)).ShouldBeTrue();
    }

    /// <summary>Values of a table of the normal distribution (Abramowitz and Stegun, table 26.1).</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1, 0.158655253931457)]
    [InlineData(2.9, 0.998134186699616)]
    [InlineData(3, 0.998650101968370)]
    [InlineData(3.1, 0.999032396786782)]
    [InlineData(-5, 2.86651571879194e-7)]
    public void Probability_IsThatOfTheTables(double z, double probability) =>
        NormalDistribution.FindProbability(z).ShouldBe(probability, tolerance: 2e-15 + (probability * 1e-13));
}
