using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Populations;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Populations;

public sealed class PopulationTests
{
    static readonly Population Practices = new(
        new()
        {
            Population =
            [
                Band("Z81001", "2026-10-01", "female", 0, 64, 2_000),
                Band("Z81001", "2026-10-01", "female", 65, null, 500),
                Band("Z81001", "2026-10-01", "male", 0, 64, 1_900),
                Band("Z81001", "2026-10-01", "male", 65, null, 400),
                Band("Z81001", "2026-04-01", "unknown", 0, null, 4_706),
            ],
            Need =
            [
                new(new("need.csv", 2), "Z81001", 5_100, new(2026, 4, 1), "x"),
                new(new("need.csv", 3), "Z81001", 5_200, new(2027, 1, 1), "x"),
            ],
        }
    );

    [Theory]
    [InlineData("2026-03-31", null)]
    [InlineData("2026-04-01", 4_706L)]
    [InlineData("2026-09-30", 4_706L)]
    [InlineData("2026-10-01", 4_800L)]
    [InlineData("2030-01-01", 4_800L)]
    public void ListSize_IsThatOfTheLastCount(string day, long? patients) => Practices.FindListSize("Z81001", Day(day)).ShouldBe(patients);

    [Fact]
    public void PracticeThatWasNeverCounted_HasNoListSize()
    {
        Practices.FindListSize("Z81002", Day("2026-10-01")).ShouldBeNull();
        Practices.Practices.ShouldBe(["Z81001"]);
    }

    [Theory]
    [InlineData(null, null, null, 4_800L)]
    [InlineData("female", null, null, 2_500L)]
    [InlineData("male", 65, null, 400L)]
    [InlineData(null, 0, 64, 3_900L)]
    [InlineData(null, 75, null, null)]
    [InlineData(null, 0, 70, null)]
    [InlineData("unknown", null, null, 0L)]
    public void Count_IsKnownWhereNoBandIsCut(string? sex, int? from, int? to, long? patients) =>
        Practices.Find("Z81001", Day("2026-10-01"))!.Count(sex, from, to).ShouldBe(patients);

    [Fact]
    public void Growth_IsFromOneCountToTheNext()
    {
        var growth = Practices.FindGrowth("Z81001", Day("2026-05-01"), Day("2026-12-01"))!;

        // 94 of 4,706 are 19.97 thousandths.
        (growth.Patients, growth.PerMille).ShouldBe((94, 20));
        new PopulationGrowth(growth.After, growth.Before).PerMille.ShouldBe(-20);
        Practices.FindGrowth("Z81001", Day("2026-01-01"), Day("2026-12-01")).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-03-31", null)]
    [InlineData("2026-12-31", 5_100L)]
    [InlineData("2027-01-01", 5_200L)]
    public void Need_IsTheOneInForce(string day, long? weighted) =>
        Practices.FindNeed("Z81001", Day(day))?.WeightedPopulation.ShouldBe(weighted!.Value);

    [Fact]
    public void PartsOfAList_AddUpToIt() =>
        Prop.ForAll(
                (
                    from ages in Gen.Choose(1, 100).ListOf(6)
                    from patients in Gen.Choose(0, 900).ListOf(21)
                    select (Edges: ages.Distinct().Order().Prepend(0).ToList(), patients)
                ).ToArbitrary(),
                drawn =>
                {
                    string[] sexes = ["female", "male", "unknown"];
                    var bands = sexes
                        .SelectMany(
                            (sex, s) =>
                                drawn.Edges.Select(
                                    (from, i) =>
                                        Band(
                                            "Z81001",
                                            "2026-10-01",
                                            sex,
                                            from,
                                            i + 1 < drawn.Edges.Count ? drawn.Edges[i + 1] - 1 : null,
                                            drawn.patients[(s * 7) + i]
                                        )
                                )
                        )
                        .ToArray();
                    var count = new Population(new() { Population = bands }).Find("Z81001", Day("2026-10-01"))!;
                    return count.ListSize == bands.Sum(b => b.Patients)
                        && count.ListSize == sexes.Sum(s => count.Count(s, null, null))
                        && drawn.Edges.Skip(1).All(e => count.Count(null, null, e - 1) + count.Count(null, e, null) == count.ListSize);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
