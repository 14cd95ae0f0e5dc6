using System.Globalization;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Demo.Books;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Demo;

/// <summary>A hub loads the arrangements of the demonstration, one version after the other, on whatever day it is made.</summary>
public sealed class DemoArrangementsTests : IDisposable
{
    const int Referrals = 300;
    const int Seed = 7;
    static readonly DateOnly Late = new(2026, 11, 27);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-demo-books-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("2026-11-28")]
    [InlineData("2026-04-01")]
    [InlineData("2026-05-05")]
    [InlineData("2026-06-11")]
    [InlineData("2026-09-30")]
    [InlineData("2027-03-31")]
    [InlineData("2028-02-29")]
    [InlineData("2028-10-02")]
    public void Folder_OnEachDayOfLoading_PassesTheCheckAndFollowsTheOneBefore(string today)
    {
        var area = new MadeUpArea(folder.FullName, DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var before = Configuration.Empty;

        foreach (var (day, isInHindsight) in area.Days.Loads.Select(d => (d, false)).Append((area.Days.Today, true)))
        {
            var configuration = area.Read(day, isInHindsight);

            ConfigurationChecks.Check(configuration, day).Where(f => f.IsError).ShouldBeEmpty();
            ChangeChecks.Find(before, configuration, day).Faults.ShouldBeEmpty($"{before.Files.Count} files before, on {day}");
            before = configuration;
        }
    }

    [Fact]
    public void Folder_WithTheSameSeedAtAnotherHour_IsTheSameToTheByte()
    {
        var morning = new MadeUpArea(Path.Combine(folder.FullName, "a"), Late, hour: 7).Read(Late);
        var evening = new MadeUpArea(Path.Combine(folder.FullName, "b"), Late, hour: 21).Read(Late);

        evening.Files.Select(f => (f.Name, f.Sha256)).ShouldBe(morning.Files.Select(f => (f.Name, f.Sha256)));
        morning.Files.Count.ShouldBe(9);
    }

    [Fact]
    public void Folder_WithAnotherSeed_IsAnother()
    {
        var one = new MadeUpArea(Path.Combine(folder.FullName, "a"), Late).Read(Late);
        var other = new MadeUpArea(Path.Combine(folder.FullName, "b"), Late, seed: Seed + 1).Read(Late);

        other.PlanSets[0].Total.ShouldNotBe(one.PlanSets[0].Total);
    }

    [Fact]
    public void EveryReferralOfEveryPractice_HasALineThatPays()
    {
        var area = new MadeUpArea(folder.FullName, new(2026, 5, 5));
        var configuration = area.Read(area.Days.Today);
        var attribution = new Attribution(configuration);

        foreach (var practice in area.Area.Practices)
        foreach (var day in new[] { area.Days.First, new(2026, 3, 31), new(2026, 4, 1), area.Days.Today })
        foreach (var pod in new[] { PointsOfDelivery.FirstAttendance, PointsOfDelivery.Elective, PointsOfDelivery.Diagnostic })
            attribution
                .Find(new(day, practice.Ods, ActivitySource.Gp, "110", pod))
                .ShouldNotBeNull($"{practice.Ods} {pod} on {day:O}")
                .Set.Scope.ShouldBe(DemoBodies.Scope);
    }

    [Fact]
    public void PracticeThatLeaves_BelongsToTheLocalityUntilSeptember()
    {
        var area = new MadeUpArea(folder.FullName, Late);
        var memberships = new Memberships(area.Read(Late));
        var leaving = area.Area.Practices[DemoBodies.Leaving].Ods;

        memberships.FindRollUp(leaving, new(2026, 9, 1)).ShouldContain(DemoBodies.LocalityId);
        memberships.FindRollUp(leaving, new(2026, 10, 1)).ShouldNotContain(DemoBodies.LocalityId);
    }

    [Fact]
    public void LocalityPlan_IsJudgedOverThreeYears()
    {
        var set = new MadeUpArea(folder.FullName, Late).Read(Late).PlanSets.Single(s => s.RollUp == DemoBodies.LocalityId);

        (set.Period.From, set.Period.Years, set.Carry["overspend"]).ShouldBe((new DateOnly(2026, 4, 1), 3, "within-period"));
        PlanAgreements.IsAgreed(set).ShouldBeTrue();
        PlanSetting.Calculate(set).Fault.ShouldBeNull();
    }

    [Fact]
    public void Budgets_AreOverNearAndUnderWhatAYearWillProbablyCost()
    {
        var area = new MadeUpArea(folder.FullName, Late);
        var authority = area.Read(Late)
            .PlanSets.Where(s => s.Scope == DemoBodies.Scope)
            .SelectMany(s => PlanSetting.Calculate(s).Authority)
            .ToDictionary(a => a.Key, a => a.Value);

        var perMille = authority.ToDictionary(a => a.Key, a => a.Value.Pence * 1_000 / Math.Max(1, area.Demand.Yearly[a.Key].Pence));

        authority.Count.ShouldBe(area.Area.Practices.Count);
        perMille.Values.Count(p => p < 900).ShouldBe(4);
        perMille.Values.Count(p => p > 1_200).ShouldBe(5);
    }

    [Fact]
    public void AgreementOfTheSouth_CameLate()
    {
        var area = new MadeUpArea(folder.FullName, Late);
        var june = DemoDays.FindLateAgreement(area.Days.Year);

        Find(june.AddDays(-1)).Agreed.ShouldBeEmpty();
        PlanAgreements.IsAgreed(Find(june)).ShouldBeTrue();

        PlanSet Find(DateOnly day) => area.Read(day).PlanSets.Single(s => s.Id == "south-2026");
    }

    [Fact]
    public void PricesInHindsight_ChangeWhatWasChosenBefore()
    {
        var area = new MadeUpArea(folder.FullName, Late);
        var (before, after) = (area.Read(Late), area.Read(Late, isInHindsight: true));
        var raised = new PriceQuestion("NZ701", "110", null, PointsOfDelivery.FirstAttendance, new(2026, 6, 1));
        var late = raised with { Tfc = "301", Pod = PointsOfDelivery.OutpatientProcedure };

        var (first, second) = (new PriceBook(before), new PriceBook(after));

        (second.Find(raised)!.Payable - first.Find(raised)!.Payable).ShouldBe(new Money(250));
        first.Find(late).ShouldBeNull();
        second.Find(late).ShouldNotBeNull();
        second.Find(raised with { Date = new(2026, 4, 30) })!.Payable.ShouldBe(first.Find(raised)!.Payable);
    }

    [Fact]
    public void Lists_AddUpAndTheOldPracticeNeedsMore()
    {
        var area = new MadeUpArea(folder.FullName, Late);
        var configuration = area.Read(Late);

        foreach (var practice in area.Area.Practices)
            configuration
                .Population.Where(b => b.Practice == practice.Ods && b.AsOf == new DateOnly(2026, 10, 1))
                .Sum(b => b.Patients)
                .ShouldBe(practice.ListSize);
        var needs = area.Area.Practices.Select((p, i) => DemoPopulation.FindNeed(p, i) * 1_000 / p.ListSize).ToList();
        needs[21].ShouldBe(needs.Max());
        needs.Count(n => n == needs.Max()).ShouldBe(1);
    }

    /// <summary>An area with the referrals that its budgets follow from, and its folder.</summary>
    sealed class MadeUpArea
    {
        readonly string directory;
        readonly DemoCommissioning commissioning;

        public MadeUpArea(string directory, DateOnly today, int hour = 12, int seed = Seed)
        {
            this.directory = directory;
            Days = new(today);
            Area = DemoArea.Write(directory, seed, "http://127.0.0.1:9", today);
            var written = new DemoPlans(Area, Days, new(seed), seed).Write(Referrals, WorkingDays.ToStartOfDay(today).AddHours(hour));
            Demand = CountedDemand.Count(Area, Days, written);
            commissioning = new(directory, Area, Days, Demand);
        }

        public DemoDays Days { get; }

        public DemoArea Area { get; }

        public DemoDemand Demand { get; }

        public Configuration Read(DateOnly day, bool isInHindsight = false)
        {
            commissioning.Write(day, isInHindsight);
            var read = ConfigurationReader.Read(Path.Combine(directory, DemoCommissioning.FolderName));
            return read.Configuration.ShouldNotBeNull(string.Join('\n', read.Faults.Select(f => f.ToString())));
        }
    }
}
