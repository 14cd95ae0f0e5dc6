using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Prices;

public sealed class ClosedMonthsTests
{
    [Theory]
    [InlineData("2026-03-01", null, "2026-04")]
    [InlineData("2026-04-30", null, "2026-04")]
    [InlineData("2026-05-01", null, "2026-06")]
    [InlineData("2026-05-01", "2026-05-31", null)]
    [InlineData("2026-05-01", "2026-06-01", "2026-06")]
    [InlineData("2026-06-30", "2026-06-30", "2026-06")]
    [InlineData("2026-07-01", null, null)]
    public void PriceInForceInAClosedMonth_IsRefusedWithTheMonth(string from, string? to, string? month)
    {
        var row = Price("OPFA", 1, "110", from: from, to: to);

        var after = Configuration.Empty with { Prices = [row] };
        var faults = ClosedMonths.FindChanged(Configuration.Empty, after, [Day("2026-06-01"), Day("2026-04-01")]).ToList();

        faults
            .Select(f => f.Text)
            .ShouldBe(
                month is null
                    ? []
                    :
                    [
                        $"the price is in force from {from}, and {month} is closed; "
                            + "let it begin later, or say what it corrects and who says so",
                    ]
            );
    }

    [Fact]
    public void WhatSaysWhy_OrChangesOnlyWhatIsOpen_IsTaken()
    {
        var was = Price("OPFA", 1, "110", from: "2026-04-01");
        var months = new[] { Day("2026-04-01"), Day("2026-05-01") };
        var dearer = was with { Price = new(2), Corrects = new("A misprint", "Finance lead") };

        Find(was, was with { Period = new(Day("2026-04-01"), Day("2026-06-30")), Source = "Another" }).ShouldBeEmpty();
        Find(was, dearer).ShouldBeEmpty();
        Find(was, dearer with { Corrects = null }).ShouldHaveSingleItem().ShouldContain("2026-04 is closed");
        Find(dearer, dearer with { Price = new(3) }).ShouldHaveSingleItem().ShouldContain("for the change before");
        Find(was, was with { Period = new(Day("2026-04-01"), Day("2026-05-30")) }).ShouldHaveSingleItem();
        Find(was, null).ShouldHaveSingleItem().ShouldContain("bring the row back");

        List<string> Find(PriceRow before, PriceRow? after) =>
            [
                .. ClosedMonths
                    .FindChanged(
                        Configuration.Empty with
                        {
                            Prices = [before],
                        },
                        Configuration.Empty with
                        {
                            Prices = after is null ? [] : [after],
                        },
                        months
                    )
                    .Select(f => f.Text),
            ];
    }
}
