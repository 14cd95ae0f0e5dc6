using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestArrangements;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Plans;

public sealed class AttributionTests
{
    static readonly Attribution Area = new(TestArrangements.Area);
    static readonly DateOnly Summer = new(2026, 7, 15);

    public static TheoryData<string, string, string, string, int?, bool, string?> Table =>
        new()
        {
            // practice, source, pod, date, age, specialised → line
            { "Z81001", "Gp", "OPFA", "2026-07-15", 50, false, "loc-n-2026/Z81001" },
            { "Z81002", "Gp", "OPFUP", "2026-07-15", 50, false, "loc-n-2026/Z81002" },
            { "Z81002", "Gp", "OPFA", "2026-11-27", 50, false, "loc-n-2026/Z81002" }, // has left the body, not the plan
            { "Z81007", "Gp", "OPPROC", "2026-04-01", 50, false, "single-2026/Z81007" },
            { "Z81007", "Gp", "OPFA", "2027-03-31", null, false, "single-2026/Z81007" },
            { "Z81007", "Gp", "OPFA", "2027-04-01", 50, false, null }, // every plan of one year is over
            { "Z81001", "Gp", "OPFA", "2029-03-31", 50, false, "loc-n-2026/Z81001" }, // this one runs three years
            { "Z81001", "Gp", "OPFA", "2029-04-01", 50, false, null },
            { "Z81001", "Gp", "OPFA", "2026-03-31", 50, false, null }, // nothing has begun
            { "Z81001", "Consultant", "OPFA", "2026-07-15", 50, false, "rest-2026/QXX" },
            { "Z81001", "Emergency", "NEL", "2026-07-15", null, false, "rest-2026/QXX" },
            { "Z81001", "Gp", "DC", "2026-07-15", 50, false, "rest-2026/QXX" },
            { "Z81008", "Gp", "OPFA", "2026-07-15", 50, false, "ico-e-2026/ICO-E" },
            { "Z81008", "Emergency", "AE", "2026-07-15", 50, false, "ico-e-2026/ICO-E" },
            { "Z81001", "Gp", "COMM", "2026-07-15", 75, false, "joint-2026/JCB" },
            { "Z81001", "Gp", "COMM", "2026-07-15", 74, false, "rest-2026/QXX" },
            { "Z81001", "Gp", "COMM", "2026-07-15", null, false, "rest-2026/QXX" }, // no limit of age holds for an unknown age
            { "Z81008", "Gp", "SOCIAL", "2026-07-15", 80, false, "ico-e-2026/ICO-E" }, // stands before the board in the file
            { "Z81001", "Gp", "OPFA", "2026-07-15", 50, true, "scg-2026/REG-SCG" }, // never a practice's
            { "Z81008", "Emergency", "NEL", "2026-07-15", 50, true, "scg-2026/REG-SCG" },
            { "Z99999", "Gp", "OPFA", "2026-07-15", 50, false, null }, // a practice of which nothing is written
            { "", "Gp", "OPFA", "2026-07-15", 50, false, null },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void Find_GivesTheLineThatPays(string practice, string source, string pod, string date, int? age, bool special, string? line)
    {
        var day = DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        var facts = new ActivityFacts(day, practice, Enum.Parse<ActivitySource>(source), "110", pod) { Age = age, IsSpecialised = special };

        Area.Find(facts)?.Id.ShouldBe(line);
        Area.Find(facts)?.Id.ShouldBe(line); // the second time from what was kept
    }

    static PlanLine? Find(Configuration configuration, ActivityFacts? facts = null) =>
        new Attribution(configuration).Find(facts ?? FirstAttendance("Z81001", Summer));

    static readonly Configuration Two = TestArrangements.Area with
    {
        PlanSets =
        [
            Plan("first", "1.00", ["Z81001"], Historic(("Z81001", "1.00"))),
            Plan("second", "1.00", ["Z81001"], Historic(("Z81001", "1.00"))),
        ],
    };

    [Fact]
    public void Find_OfTwoThatWouldPay_TheFirstInTheFile()
    {
        Find(Two)!.Set.Id.ShouldBe("first");
        Find(Two with { PlanSets = [.. Two.PlanSets.Reverse()] })!.Set.Id.ShouldBe("second");
    }

    [Fact]
    public void Find_AnExample_PaysForNothing() =>
        Find(Two with { PlanSets = [Two.PlanSets[0] with { IsExample = true }, Two.PlanSets[1]] })!.Set.Id.ShouldBe("second");

    [Fact]
    public void Find_AScopeThatIsNotDescribed_PaysForNothing() =>
        Find(Two with { PlanSets = [Two.PlanSets[0] with { Scope = "nothing" }] }).ShouldBeNull();

    [Fact]
    public void Find_WithinASet_ThePracticeBeforeItsBody()
    {
        var both = Plan("both", "2.00", ["LOC-N", "Z81001"], Historic(("LOC-N", "1.00"), ("Z81001", "1.00")));
        var area = TestArrangements.Area with { PlanSets = [both] };

        Find(area)!.Holder.ShouldBe("Z81001");
        Find(area, FirstAttendance("Z81003", Summer))!.Holder.ShouldBe("LOC-N");
        Find(area, FirstAttendance("Z81002", new(2026, 10, 1))).ShouldBeNull(); // has left
        Find(area, FirstAttendance("Z81002", new(2026, 9, 30)))!.Holder.ShouldBe("LOC-N");
    }

    [Fact]
    public void Find_SpecialisedCareWithoutAGroup_IsTheCommissioners()
    {
        var withoutGroup = TestArrangements.Area with { PlanSets = [.. TestArrangements.Area.PlanSets.Where(s => s.Id != "scg-2026")] };
        var facts = FirstAttendance("Z81001", Summer) with { IsSpecialised = true };

        Find(withoutGroup, facts)!.Id.ShouldBe("rest-2026/QXX");
    }

    [Fact]
    public void Find_SpecialisedCareThatAPracticesScopeAsksFor_IsThePractices()
    {
        var asks = Scope("elective-opd", "x", new() { Pods = ["OPFA"] }, new() { Specialised = true, Tfcs = ["110"] });
        var facts = FirstAttendance("Z81001", Summer) with { IsSpecialised = true };

        Find(Two with { Scopes = [asks] }, facts)!.Id.ShouldBe("first/Z81001");
        Find(Two with { Scopes = [asks] }, facts with { Tfc = "130" }).ShouldBeNull();
    }

    [Fact]
    public void Find_APracticeByItsCode_WhoseRowsUseAnotherId()
    {
        var area = TestArrangements.Area with
        {
            Bodies = [Row("ALDER", "Alder Lane", "x") with { Ods = "Z81001" }],
            Members = [],
            PlanSets = [Plan("by-id", "1.00", ["ALDER"], Historic(("ALDER", "1.00")))],
        };

        Find(area)!.Id.ShouldBe("by-id/ALDER");
    }

    [Fact]
    public void Find_WithinOneSet_MoneyPaidIntoAPractice_DoesNotMakeItPayForAll()
    {
        var paidInto = Plan("single", "1.00", ["Z81007"], Historic(("Z81007", "1.00"))) with
        {
            Contributors = new Dictionary<string, ReferralHub.Kernel.Money> { ["QXX"] = Pounds("1.00") },
        };

        Find(TestArrangements.Area with { PlanSets = [paidInto] }).ShouldBeNull();
    }

    [Fact]
    public void FindLines_AreInTheOrderInWhichTheyAreTried() =>
        Area.FindLines("Z81008", Summer)
            .Select(l => l.Id)
            .ShouldBe(["scg-2026/REG-SCG", "ico-e-2026/ICO-E", "joint-2026/JCB", "rest-2026/QXX"]);

    [Fact]
    public void Find_UnknownPractices_AreNotKept()
    {
        var attribution = new Attribution(TestArrangements.Area);
        for (var i = 0; i < 1000; i++)
            attribution.Find(FirstAttendance($"X{i:00000}", Summer)).ShouldBeNull();
        attribution.Find(FirstAttendance("Z81001", Summer));

        attribution.KeptCount.ShouldBe(1);
    }
}
