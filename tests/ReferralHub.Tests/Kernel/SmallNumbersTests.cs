using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

public sealed class SmallNumbersTests
{
    [Fact]
    public void S41_OneToSeven_IsWithheld_NoughtIsNot_OthersAreRounded()
    {
        SmallNumbers.Disclose(0).ShouldBe(0);
        foreach (var count in Enumerable.Range(1, 7))
            SmallNumbers.Disclose(count).ShouldBeNull();
        new[] { 8, 12, 13, 1_003 }.Select(n => SmallNumbers.Disclose(n)).ShouldBe([10, 10, 15, 1_005]);
    }

    [Fact]
    public void Amount_IsWithheldWithItsCount_AndDoesNotGiveItAway()
    {
        SmallNumbers.Disclose(45_000, 3).ShouldBeNull();
        SmallNumbers.Disclose(0, 0).ShouldBe(0);
        // Taken back for some who are counted elsewhere.
        SmallNumbers.Disclose(-45_000, 0).ShouldBeNull();
        SmallNumbers.Disclose(165_000, 11).ShouldBe(200_000);
        SmallNumbers.Show(null).ShouldBe("*");
        SmallNumbers.Show(new Money(165_000)).ShouldBe("£1,650.00");
    }
}
