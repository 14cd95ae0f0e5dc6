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

        var faults = ClosedMonths.FindReached([row], [Day("2026-06-01"), Day("2026-04-01")]).ToList();

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
}
