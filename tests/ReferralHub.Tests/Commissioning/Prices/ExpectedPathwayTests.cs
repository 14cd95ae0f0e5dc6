using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Prices;

public sealed class ExpectedPathwayTests
{
    static readonly DateOnly On = new(2026, 5, 12);

    static readonly Configuration Orthopaedics = new()
    {
        Prices =
        [
            Price("OPFA", 17_000, "110"),
            Price("OPFUP", 8_500, "110", line: 3),
            Price("OPPROC", 24_000, "110", line: 4),
            Price("DC", 282_200, "110", line: 5),
            Price("EL", 846_400, "110", line: 6),
            Price("OPFA", 12_000, "130", line: 7),
        ],
        Expected =
        [
            Expected("110", "EL", 60),
            Expected("110", "DC", 150),
            Expected("110", "OPPROC", 120),
            Expected("110", "OPFUP", 1_400),
            Expected("110", "OPFA", 1_000),
        ],
    };

    [Fact]
    public void Orthopaedics_CostsWhatItsComponentsCost()
    {
        var components = new ExpectedPathway(Orthopaedics).Find("110", null, "RZ1", On);

        components
            .Select(c => (c.Pod, c.Payable!.Value.Pence))
            .ShouldBe([("OPFA", 17_000), ("OPFUP", 11_900), ("OPPROC", 2_880), ("DC", 42_330), ("EL", 50_784)]);
        var (payable, unpriced) = ExpectedPathway.Sum(components);
        payable.ToString().ShouldBe("£1,248.94");
        unpriced.ShouldBe(0);
    }

    [Fact]
    public void FunctionWithoutRows_LeadsToOneFirstAttendance()
    {
        var component = new ExpectedPathway(Orthopaedics).Find("130", "routine", "RZ1", On).ShouldHaveSingleItem();

        (component.Pod, component.QuantityPerMille, component.Payable).ShouldBe(("OPFA", 1_000, new Money(12_000)));
    }

    [Fact]
    public void ComponentWithoutPrice_IsThereAndCounted()
    {
        var pathway = new ExpectedPathway(
            Orthopaedics with
            {
                Expected = [.. Orthopaedics.Expected, Expected("110", "DIAG", 300), Expected("130", "OPFUP", 500)],
            }
        );

        var orthopaedics = pathway.Find("110", null, "RZ1", On);
        var eyes = pathway.Find("130", null, "RZ1", On);

        orthopaedics.Single(c => c.Pod == "DIAG").ShouldBe(new("DIAG", 300, null, null));
        ExpectedPathway.Sum(orthopaedics).ShouldBe((new(124_894), 1));
        ExpectedPathway.Sum(eyes).ShouldBe((new(12_000), 1));
        ExpectedPathway.Sum(pathway.Find("999", null, "RZ1", On)).ShouldBe((Money.Zero, 1));
    }

    [Theory]
    [InlineData("RZ1", "urgent", 4)]
    [InlineData("RZ1", "routine", 3)]
    [InlineData("RZ1", null, 3)]
    [InlineData("NZ7", "urgent", 2)]
    [InlineData("NZ7", "routine", 1)]
    public void MostSpecificRow_Wins(string provider, string? priority, int followUps)
    {
        ExpectedCare[] rows =
        [
            Expected("110", "OPFUP", 1_000),
            Expected("110", "OPFUP", 2_000, "urgent"),
            Expected("110", "OPFUP", 3_000, null, "RZ1"),
            Expected("110", "OPFUP", 4_000, "urgent", "RZ1"),
        ];
        foreach (var order in new[] { rows, [.. rows.Reverse()] })
            new ExpectedPathway(Orthopaedics with { Expected = order })
                .Find("110", priority, provider, On)
                .Single(c => c.Pod == "OPFUP")
                .QuantityPerMille.ShouldBe(followUps * 1_000);
    }

    [Fact]
    public void RowOfNothing_TakesAComponentAway()
    {
        var pathway = new ExpectedPathway(
            Orthopaedics with
            {
                Expected = [.. Orthopaedics.Expected, Expected("110", "EL", 0, null, "NZ7"), Expected("110", "DC", 0, null, "NZ7")],
            }
        );

        pathway.Find("110", null, "NZ7", On).Select(c => c.Pod).ShouldBe(["OPFA", "OPFUP", "OPPROC"]);
        pathway.Find("110", null, "RZ1", On).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("2026-03-31", 0)]
    [InlineData("2026-04-01", 1_400)]
    [InlineData("2026-10-01", 1_300)]
    public void LaterRow_EndsTheEarlier(string day, long followUps)
    {
        var pathway = new ExpectedPathway(
            Orthopaedics with
            {
                Expected = [Expected("110", "OPFUP", 1_300, from: "2026-10-01"), Expected("110", "OPFUP", 1_400)],
            }
        );

        pathway.Find("110", null, "RZ1", Day(day)).Where(c => c.Pod == "OPFUP").Sum(c => c.QuantityPerMille).ShouldBe(followUps);
    }

    [Fact]
    public void Factor_IsTakenBeforeTheQuantity()
    {
        var pathway = new ExpectedPathway(
            new()
            {
                Prices = [Price("OPFUP", 8_500, "110", scaled: true)],
                Factors = [Factor("RZ1", 1_034_512)],
                Expected = [Expected("110", "OPFUP", 1_400), Expected("110", "OPFA", 0)],
            }
        );

        // 8,500 × 1.034512 = 8,793.352, so 8,793 for each; 1.4 of them are 12,310.2.
        pathway.Find("110", null, "RZ1", On).ShouldHaveSingleItem().Payable.ShouldBe(new(12_310));
    }
}
