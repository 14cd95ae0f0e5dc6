using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Positions;

public sealed class PositionTests
{
    /// <summary>130 days before the end of the financial year.</summary>
    static readonly DateOnly November = new(2026, 11, 21);

    [Fact]
    public void Forecast_WithRange_IsAsWorkedOut()
    {
        var forecast = Forecast.Calculate(November, Money.Zero, new(5_000_000), [new("RZ1", 0, Commit(60, 15_200))]);

        forecast.Remaining.Pence.ShouldBe(1_302_857);
        forecast.ShouldBe(new(new(6_302_857), new(5_873_030), new(6_732_684), new(1_302_857)));
    }

    [Fact]
    public void Forecast_LeavesOutReferrals_WhosePatientsWaitBeyondTheYear()
    {
        var early = Forecast.Calculate(November.AddDays(-30), Money.Zero, new(5_000_000), [new("RZ1", 30, Commit(60, 15_200))]);
        var late = Forecast.Calculate(new(2027, 3, 20), Money.Zero, new(5_000_000), [new("RZ1", 30, Commit(60, 15_200))]);

        early.Expected.Pence.ShouldBe(6_302_857);
        late.ShouldBe(new(new(5_000_000), new(5_000_000), new(5_000_000), Money.Zero));
    }

    [Fact]
    public void Forecast_OfSeveralProviders_AddsTheirVariances()
    {
        var one = Forecast.Calculate(November, Money.Zero, Money.Zero, [new("RZ1", 0, Commit(60, 15_200))]);
        var two = Forecast.Calculate(
            November,
            Money.Zero,
            Money.Zero,
            [new("RZ1", 0, Commit(30, 15_200)), new("NZ7", 0, Commit(30, 15_200))]
        );

        Math.Abs(two.Expected.Pence - one.Expected.Pence).ShouldBeLessThanOrEqualTo(1);
        Math.Abs(two.High.Pence - one.High.Pence).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Forecast_IsNeverLowerThanWhatIsSpentAndCommitted()
    {
        var forecast = Forecast.Calculate(November, new(1_000), new(500), [new("RZ1", 0, Commit(1, 100_000))]);

        forecast.Low.Pence.ShouldBe(1_500);
        forecast.High.ShouldBeGreaterThan(forecast.Expected);
    }

    [Fact]
    public void Forecast_OfAHubThatBeganOfLate_TakesItsRateFromTheDaysThereWere_AndIsLessSure()
    {
        var thirteenWeeks = Forecast.Calculate(November, Money.Zero, Money.Zero, [new("RZ1", 0, Commit(63, 15_200))]);
        var thirteenDays = Forecast.Calculate(November, Money.Zero, Money.Zero, [new("RZ1", 0, Commit(9, 15_200))], 13);

        // The same rate, for 130 days to come.
        thirteenDays.Expected.ShouldBe(thirteenWeeks.Expected);
        thirteenDays.Expected.Pence.ShouldBe(9 * 15_200 * 10);
        // 1.96 · √(10 · Σc² · 11)
        (thirteenDays.High - thirteenDays.Expected).Pence.ShouldBe(937_366);
        thirteenDays.High.ShouldBeGreaterThan(thirteenWeeks.High);
    }

    [Theory]
    [InlineData(21, 1)]
    [InlineData(20, 2)]
    [InlineData(9, 13)]
    public void RateDays_OfAHubThatBeganOfLate_CountTodayToo(int day, int expected) =>
        Forecast.CountRateDays(new(2026, 11, day), November).ShouldBe(expected);

    [Fact]
    public void RateDays_AreNeverMoreThan91() => Forecast.CountRateDays(new(2026, 4, 1), November).ShouldBe(91);

    [Fact]
    public void PlanThatHasEnded_ComesToWhatIsSpentAndOpen_WheneverItIsExpected()
    {
        var balances = new AccountBalances(new(-100_000), new(18_140), new(34_680), new(29_580), new(17_600), Money.Zero, Money.Zero);

        var position = LinePosition.CalculateEnded("a/b", new(2025), new(2026, 4, 2), balances, new(new(30_000), new(4_680), 0));

        position.ShouldSatisfyAllConditions(
            p => p.Year.ShouldBe(new FinancialYear(2025)),
            p => p.Authority.Pence.ShouldBe(100_000),
            p => p.Committed.Pence.ShouldBe(34_680),
            p => p.CarriedToNextYear.ShouldBe(Money.Zero),
            p => p.Forecast.ShouldBe(new(new(81_860), new(81_860), new(81_860), Money.Zero)),
            p => p.ForecastHeadroom.Pence.ShouldBe(18_140)
        );
    }

    [Fact]
    public void Forecast_OfAWholeCountrysReferrals_DoesNotOverflow()
    {
        var recent = new RecentCommitments(10_000_000, new(500_000_000_000), (Int128)10_000_000 * 50_000 * 50_000);

        Forecast.Calculate(new(2026, 4, 1), Money.Zero, Money.Zero, [new("RZ1", 0, recent)]).Expected.Pence.ShouldBe(2_000_000_000_000);
    }

    [Fact]
    public void Position_ShowsWhatIsOpen_AndWhatIsCarriedToTheNextYear()
    {
        var balances = new AccountBalances(new(-100_000), new(18_140), new(34_680), new(29_580), new(17_600), Money.Zero, Money.Zero)
        {
            Estimated = new(1_000),
        };
        var yearEnd = new DateOnly(2027, 3, 31);
        var open = new[] { (17_340, yearEnd), (8_670, yearEnd.AddDays(1)), (8_670, (DateOnly?)null) }
            .Select(p => Component(p.Item1, p.Item2))
            .Append(Component(0, null) with { Price = null })
            .Aggregate(default(OpenCommitments), (sum, part) => sum.Add(part, yearEnd));

        var position = LinePosition.Calculate("Z81006/gp", November, balances, open, []);

        position.ShouldSatisfyAllConditions(
            p => p.Authority.Pence.ShouldBe(100_000),
            p => p.Spent.Pence.ShouldBe(47_180),
            p => p.Estimated.Pence.ShouldBe(1_000),
            p => p.Disputed.Pence.ShouldBe(17_600),
            p => p.Committed.Pence.ShouldBe(34_680),
            p => p.CarriedToNextYear.Pence.ShouldBe(8_670),
            p => p.Free.Pence.ShouldBe(18_140),
            p => p.Unpriced.ShouldBe(1),
            p => p.Forecast.Expected.Pence.ShouldBe(47_180 + 26_010),
            p => p.ForecastHeadroom.Pence.ShouldBe(100_000 - 47_180 - 26_010)
        );
    }

    [Fact]
    public void PriceAndVolume_AreTheVariance_BySpecialtyAndPointOfDelivery()
    {
        PlannedAndActual[] rows =
        [
            new("110", "OPFA", 100, new(17_000), 110, new(1_930_000)),
            new("110", "OPFUP", 140, new(8_500), 120, new(1_020_000)),
            new("130", "OPFA", 0, null, 3, new(36_720)),
        ];

        PriceAndVolume.Calculate(rows[0]).ShouldBe(new(new(170_000), new(60_000)));
        PriceAndVolume.Calculate(rows[1]).ShouldBe(new(new(-170_000), Money.Zero));
        PriceAndVolume.Calculate(rows[2]).ShouldBe(new(new(36_720), Money.Zero));
        PriceAndVolume.Calculate(rows).Variance.Pence.ShouldBe(1_930_000 + 1_020_000 + 36_720 - 1_700_000 - 1_190_000);
    }

    [Theory]
    [InlineData(950_000, true)]
    [InlineData(300_000, false)]
    public void ThreeYears_AreJudgedOnWhatTheyComeToTogether(long third, bool isBalanced)
    {
        var cycle = YearCycle.Calculate(3, [new(-1_200_000), new(500_000), new(third)]);

        cycle.Cumulative.Select(c => c.Pence).ShouldBe([-1_200_000, -700_000, third - 700_000]);
        cycle.IsBalanced.ShouldBe(isBalanced);
        YearCycle.Calculate(3, [new(-1_200_000)]).IsBalanced.ShouldBeNull();
    }

    static RecentCommitments Commit(int count, long pence) =>
        Enumerable.Repeat(new Money(pence), count).Aggregate(default(RecentCommitments), (sum, c) => sum.Add(c));

    static ComponentState Component(long pence, DateOnly? expectedOn) =>
        new(Guid.Empty, "OPFA", "Z81006/gp", new("Z81006", "RZ1", "110", ActivitySource.Gp))
        {
            Price = new(pence),
            Committed = new(pence),
            LeftPerMille = 1000,
            ExpectedOn = expectedOn,
        };
}
