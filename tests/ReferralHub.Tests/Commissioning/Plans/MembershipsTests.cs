using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestArrangements;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Plans;

public sealed class MembershipsTests
{
    static readonly Memberships Area = new(TestArrangements.Area);
    static readonly DateOnly Summer = new(2026, 7, 15);
    static readonly DateOnly Winter = new(2026, 11, 27);

    [Fact]
    public void Members_OnADay_AreThoseWhoseRowsCoverIt()
    {
        Area.FindMembers("LOC-N", Summer).Select(m => m.Member).ShouldBe(["Z81001", "Z81002", "Z81003"]);
        Area.FindMembers("LOC-N", new(2026, 9, 30)).Count().ShouldBe(3);
        Area.FindMembers("LOC-N", new(2026, 10, 1)).Select(m => m.Member).ShouldBe(["Z81001", "Z81003"]);
        Area.FindMembers("LOC-N", new(2024, 3, 31)).ShouldBeEmpty();
        Area.FindMemberships("Z81002", Winter).ShouldBeEmpty();
    }

    [Fact]
    public void AllMembers_BringPatients_AProviderArmDoesNot() => Area.FindAllMembers("ICO-E", Summer).ShouldBe(["Z81008", "Z81009"]);

    [Theory]
    [InlineData("2026-09-01", true)]
    [InlineData("2026-09-30", true)]
    [InlineData("2026-10-01", false)]
    public void RollUp_GoesByTheFirstDayOfTheMonth(string month, bool isIn) =>
        Area.FindRollUp("Z81002", DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture))
            .Contains("LOC-N")
            .ShouldBe(isIn);

    [Fact]
    public void RollUp_WhoLeavesWithinAMonth_CountsUntilItsEnd()
    {
        var leaves = new Memberships(
            new Configuration { Members = [Member("LOC-N", "Z81002") with { Period = new(new(2026, 4, 1), new(2026, 9, 10)) }] }
        );

        leaves.FindRollUp("Z81002", new(2026, 9, 25)).ShouldBe(["LOC-N"]);
        leaves.FindRollUp("Z81002", new(2026, 10, 1)).ShouldBeEmpty();
    }

    [Fact]
    public void RollUp_GoesThroughBodiesOfBodies_NearestFirst_AndEndsInACircle()
    {
        var nested = new Memberships(
            new Configuration { Members = [Member("PCN", "Z81001"), Member("LOC", "PCN"), Member("AREA", "LOC"), Member("PCN", "AREA")] }
        );

        nested.FindRollUp("Z81001", Summer).ShouldBe(["PCN", "LOC", "AREA"]);
        nested.FindAllMembers("AREA", Summer).ShouldBe(["LOC", "PCN", "Z81001"]);
    }

    [Fact]
    public void Successor_TakesThePlaceFromItsFirstDay_AndTheSumIsTheSame()
    {
        var reorganised = new Memberships(
            new Configuration
            {
                Bodies =
                [
                    Row("OLD-1", "First", "x"),
                    Row("OLD-2", "Second", "x"),
                    Row("NEW-1", "Third", "x") with
                    {
                        SuccessorOf = "OLD-1",
                        Period = new(new(2026, 10, 1), null),
                    },
                    Row("NEWER", "Fourth", "x") with
                    {
                        SuccessorOf = "NEW-1",
                        Period = new(new(2027, 4, 1), null),
                    },
                    Row("ALSO", "Fifth", "x") with
                    {
                        SuccessorOf = "OLD-1",
                        Period = new(new(2026, 10, 1), null),
                    },
                ],
                Members = [Member("OLD-1", "Z81001"), Member("OLD-2", "Z81002"), Member("OLD-1", "Z81003")],
            }
        );

        reorganised.FindSuccessor("OLD-1", new(2026, 9, 30)).ShouldBe("OLD-1");
        reorganised.FindSuccessor("OLD-1", new(2026, 10, 1)).ShouldBe("NEW-1");
        reorganised.FindSuccessor("OLD-1", new(2027, 4, 1)).ShouldBe("NEWER");
        reorganised.FindRollUp("Z81001", Summer, new(2027, 4, 1)).ShouldBe(["NEWER"]);
        // Each practice counts once in either view.
        foreach (var asOf in new DateOnly[] { Summer, new(2027, 4, 1) })
            new[] { "Z81001", "Z81002", "Z81003" }.SelectMany(p => reorganised.FindRollUp(p, Summer, asOf)).Count().ShouldBe(3);
    }

    [Fact]
    public void Successors_InACircle_EndTheSearch()
    {
        var circle = new Memberships(
            new Configuration { Bodies = [Row("A", "A", "x") with { SuccessorOf = "B" }, Row("B", "B", "x") with { SuccessorOf = "A" }] }
        );

        circle.FindSuccessor("A", Summer).ShouldBeOneOf("A", "B");
    }

    [Fact]
    public void Body_WithSeveralRows_IsTheOneOfTheDay()
    {
        var renamed = new Memberships(
            new Configuration
            {
                Bodies =
                [
                    Row("Z81001", "Old name", "x") with
                    {
                        Period = new(new(2010, 4, 1), new(2026, 6, 30)),
                    },
                    Row("Z81001", "New name", "x") with
                    {
                        Period = new(new(2026, 7, 1), null),
                    },
                    Row("ALDER", "By its code", "x") with
                    {
                        Ods = "Z81009",
                    },
                ],
            }
        );

        renamed.FindName("Z81001", new(2026, 6, 30)).ShouldBe("Old name");
        renamed.FindName("Z81001", new(2026, 7, 1)).ShouldBe("New name");
        renamed.FindName("Z81001", new(2000, 1, 1)).ShouldBe("New name");
        renamed.FindName("Z81009", Summer).ShouldBe("By its code");
        renamed.FindName("Z99999", Summer).ShouldBe("Z99999");
    }

    [Fact]
    public void Above_IsNearestFirst_WithTheWay()
    {
        var above = Area.FindAbove("Z81001", Summer);

        above.Select(a => a.Id).ShouldBe(["Z81001", "LOC-N", "QXX", "Y99", "JCB", "REG-SCG"], ignoreOrder: true);
        above.Select(a => a.Distance).ShouldBe(above.Select(a => a.Distance).Order());
        above.Single(a => a.Id == "LOC-N").ShouldBe(new BodyAbove("LOC-N", 1, "Z81001", "belongs to"));
        above.Single(a => a.Id == "QXX").ShouldBe(new BodyAbove("QXX", 1, "Z81001", "reports to"));
        above.Single(a => a.Id == "REG-SCG").ShouldBe(new BodyAbove("REG-SCG", 2, "QXX", "pays into the money of"));
    }

    [Fact]
    public void Above_TheOtherCodeOfABody_LiesAtNoDistance()
    {
        var coded = new Memberships(
            new Configuration
            {
                Bodies = [Row("ALDER", "Alder", "x") with { Ods = "Z81001" }],
                Members = [Member("NEAR", "ALDER"), Member("FAR", "NEAR")],
            }
        );

        coded.FindAbove("Z81001", Summer).Select(a => (a.Id, a.Distance)).ShouldBe([("Z81001", 0), ("ALDER", 0), ("NEAR", 1), ("FAR", 2)]);
        coded.FindAbove("ALDER", Summer).Select(a => a.Id).ShouldContain("Z81001");
    }
}
