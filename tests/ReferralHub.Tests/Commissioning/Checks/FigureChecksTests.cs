using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Checks;

public sealed class FigureChecksTests
{
    static readonly DateOnly Today = new(2026, 11, 27);

    [Fact]
    public void FiguresThatAgree_HaveNoFault() =>
        Check(
                new()
                {
                    Prices = [Price("OPFA", 17_000, "110", scaled: true), Price("OPFA", 16_000, "110", "RZ1", scaled: true, line: 3)],
                    Factors = [Factor("RZ1", 1_020_000)],
                    Expected = [Expected("110", "OPFA", 1_000)],
                    Calendar = [Month("2026-05", "2026-06-19", "2026-07-24", "2026-06-22")],
                    Population =
                    [
                        Band("Z81001", "2026-10-01", "female", 0, 64, 10),
                        Band("Z81001", "2026-10-01", "female", 65, null, 10, 3),
                    ],
                }
            )
            .ShouldBeEmpty();

    [Fact]
    public void NoFigures_HaveNoFault() => Check(Configuration.Empty).ShouldBeEmpty();

    [Fact]
    public void AmbiguousPrice_IsAnErrorThatNamesBothRows() =>
        Check(WithPrices(Price("OPFA", 17_000, "110"), Price("OPFA", 17_200, "110", list: "new", from: "2026-10-01", line: 9)))
            .ShouldBe([
                new(
                    true,
                    new("prices.csv", 9),
                    "new: OPFA in 110",
                    "OPFA in 110 costs £172.00 here and £170.00 by prices.csv, line 2 on 2026-10-01, "
                        + "in the lists national-2026-27 and new; end one the day before with its column to"
                ),
            ]);

    [Fact]
    public void PriceTwiceInAList_IsAnError()
    {
        var fault = Check(WithPrices(Price("DC", 1, "110", "RZ1", "HN22A"), Price("DC", 2, "110", "RZ1", "HN22A", line: 3)))
            .ShouldHaveSingleItem();

        fault.IsError.ShouldBeTrue();
        fault.Text.ShouldBe(
            "DC in 110 with HRG HN22A at RZ1 costs £0.02 here and £0.01 by prices.csv, line 2 on 2026-04-01, "
                + "in one list and from one day; keep one"
        );
    }

    [Fact]
    public void TwoFactorsFromOneDay_AreAnError() =>
        Check(new() { Factors = [Factor("RZ1", 1_020_000), Factor("RZ1", 1_030_000, line: 3), Factor("RZ1", 1_040_000, "2027-04-01", 4)] })
            .ShouldBe([new(true, new("mff.csv", 3), "RZ1", "RZ1 has another factor from 2026-04-01, by mff.csv, line 2; keep one")]);

    [Theory]
    [InlineData("2025-10-23", 0)]
    [InlineData("2025-10-22", 1)]
    public void PriceListOfMoreThan400Days_IsAWarning(string newest, int faults)
    {
        var found = Check(WithPrices(Price("OPFA", 1, "110", from: "2020-04-01"), Price("OPFUP", 1, "110", from: newest, line: 3)));

        found.Count.ShouldBe(faults);
        found.ShouldAllBe(f =>
            !f.IsError && f.Text == $"the newest price of this list is from {newest}, 401 days ago; is there a later one?"
        );
    }

    [Fact]
    public void PriceListThatHasEnded_IsNotOld_ButThenNoPriceIsInForce()
    {
        var ended = Price("OPFA", 1, "110", from: "2024-04-01", to: "2025-03-31", list: "old");

        Check(WithPrices(ended, Price("OPFA", 1, "110", line: 3))).ShouldBeEmpty();
        Check(WithPrices(ended)).ShouldHaveSingleItem().Text.ShouldBe("no price is in force on 2026-11-27; whatever is chosen is unpriced");
    }

    [Fact]
    public void PriceOfNothing_AndPriceWithoutItsFactor_AreWarnings()
    {
        var found = Check(WithPrices(Price("OPFA", 0, "110"), Price("OPFA", 1, "110", "RZ1", scaled: true, line: 3)));

        found.ShouldAllBe(f => !f.IsError);
        found
            .Select(f => f.Text)
            .ShouldBe([
                "the price is £0.00, so this care seems to cost nothing; if it is paid for in another way, say so in source",
                "mff is y, and RZ1 has no factor on 2026-04-01; the price counts as it is written",
            ]);
    }

    [Theory]
    [InlineData("110", "OPFUP", null, "OPFUP is expected in 110 and has no price; it will be counted as unpriced")]
    [InlineData("330", "OPFA", null, "OPFA is expected in 330 and has no price; it will be counted as unpriced")]
    [InlineData("130", "OPFA", "NZ7", "OPFA is expected in 130 at NZ7 and has no price; it will be counted as unpriced")]
    [InlineData("110", "DC", null, "DC is expected in 110 and has no price; it will be counted as unpriced")]
    [InlineData("130", "OPFA", "RZ1", null)]
    [InlineData("130", "OPFA", null, null)]
    [InlineData("110", "OPFA", "NZ7", null)]
    public void ExpectedCareWithoutPrice_IsAWarning(string tfc, string pod, string? provider, string? said)
    {
        var found = Check(
            WithPrices(
                Price("OPFA", 1, "110"),
                Price("OPFA", 1, "130", "RZ1", line: 3),
                Price("DC", 1, "110", null, "HN22A", line: 4),
                Price("OPFA", 1, "330", to: "2026-10-31", line: 5)
            ) with
            {
                Expected = [Expected(tfc, pod, 1_000, null, provider), Expected(tfc, pod, 1_000, "urgent", provider, line: 3)],
            }
        );

        found.Select(f => (f.IsError, f.Text)).ShouldBe(said is null ? [] : [(false, said)]);
    }

    [Fact]
    public void MissingMonth_IsAnErrorAfterTheRowBefore() =>
        Check(
                new()
                {
                    Calendar =
                    [
                        Month("2026-05", "2026-06-19", "2026-07-24", "2026-06-22", 7),
                        Month("2026-07", "2026-08-19", "2026-09-24", "2026-08-22", 8),
                    ],
                }
            )
            .ShouldBe([
                new(
                    true,
                    new("calendar.csv", 7),
                    "2026-06",
                    "the month 2026-06 is missing after 2026-05; add a row with its flex, freeze and close"
                ),
            ]);

    [Theory]
    [InlineData("2026-05-31", "2026-07-24", "2026-06-22", "flex is 2026-05-31, and the month ends on 2026-05-31")]
    [InlineData("2026-06-19", "2026-06-18", "2026-06-22", "freeze is 2026-06-18, which lies before flex, 2026-06-19")]
    [InlineData(
        "2026-06-19",
        "2026-07-24",
        "2026-06-19",
        "close is 2026-06-19, and providers may report until flex, 2026-06-19; close after it"
    )]
    public void DaysThatCannotFollowOneAnother_AreAnError(string flex, string freeze, string close, string said)
    {
        var fault = Check(new() { Calendar = [Month("2026-05", flex, freeze, close)] }).ShouldHaveSingleItem();

        (fault.IsError, fault.Text).ShouldBe((true, said));
    }

    [Theory]
    [InlineData("2026-08-19", 0)]
    [InlineData("2026-08-18", 1)]
    public void CountOfMoreThan100Days_IsAWarning(string asOf, int faults)
    {
        var found = Check(
            new()
            {
                Population =
                [
                    Band("Z81001", asOf, "female", 0, null, 10),
                    Band("Z81002", asOf, "female", 0, null, 10),
                    Band("Z81003", "2026-10-01", "female", 0, null, 10),
                ],
            }
        );

        found.Count.ShouldBe(faults);
        found.ShouldAllBe(f => !f.IsError && f.Text == "the last count of 2 practices is of 2026-08-18, 101 days ago; load a newer one");
    }

    [Theory]
    [InlineData(64, true, "the band from 64 years and that on line 2 overlap")]
    [InlineData(66, false, "no band has the ages from 65 to 65; is a row missing?")]
    public void BandsThatOverlap_AreAnError_AndAGapIsAWarning(int from, bool isError, string said)
    {
        var bands = new[] { Band("Z81001", "2026-10-01", "male", 0, 64, 10), Band("Z81001", "2026-10-01", "male", from, null, 10, 3) };

        Check(new() { Population = bands }).ShouldBe([new(isError, new("population.csv", 3), "Z81001 2026-10-01 male", said)]);
    }

    static List<ConfigurationFault> Check(Configuration configuration) => [.. FigureChecks.Check(configuration, Today)];
}
