using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>That whoever reads the steps of a budget can work them out again.</summary>
public sealed class PlanViewTests
{
    static readonly Configuration Models = ConfigurationReader.Read(ShownModels.Models).Configuration!;

    [Fact]
    public void ThreeSteps_OfOnePracticeOfThree_ArriveAtItsFigure()
    {
        var view = View("loc-n-2026", "Z81001");

        view.IsRecomputed.ShouldBeTrue();
        view.Recomputed.ShouldBe(TestPlans.Pounds("254800.00"));
        view.Steps.Select(s => (s.Title, s.After))
            .ShouldBe([
                ("Spent in 2025-26", TestPlans.Pounds("260000.00")),
                ("Fair shares, 30 % of the way", TestPlans.Pounds("253381.92")),
                ("At most 2 % from the historic amount", TestPlans.Pounds("254800.00")),
            ]);
        view.Steps[1].Inputs.ShouldBe([("Need", "5,100 of 21,434"), ("Weight", "30 %")]);
        view.Steps.Zip(view.Steps.Skip(1)).ShouldAllBe(s => s.First.After == s.Second.Before);
        view.Steps.ShouldAllBe(s => s.Source != null);
    }

    /// <summary>By arithmetic of this test, from nothing but what the page shows of all holders.</summary>
    [Fact]
    public void FairSharesAndLimit_CanBeWorkedOutAgain_FromWhatIsShown()
    {
        var set = Models.PlanSets.Single(s => s.Id == "loc-n-2026");
        var views = set.Holders.ToDictionary(h => h, h => View(set.Id, h));
        decimal Shown(string holder, int step) =>
            decimal.Parse(
                PlanStepWords.FindOwnInput(views[holder].Result.Steps[step].Step, holder)!.TrimStart('£'),
                System.Globalization.NumberStyles.Number,
                System.Globalization.CultureInfo.InvariantCulture
            );
        var historic = set.Holders.ToDictionary(h => h, h => Shown(h, 0));
        var need = set.Holders.ToDictionary(h => h, h => Shown(h, 1));
        var blend = set.Holders.ToDictionary(h => h, h => (0.3m * 1_000_000m * need[h] / need.Values.Sum()) + (0.7m * historic[h]));
        // Only the first lies outside 2 % of what it spent; the others share the rest as they would have shared all.
        var bound = 0.98m * historic["Z81001"];
        var rest = (1_000_000m - bound) / (blend["Z81002"] + blend["Z81003"]);
        foreach (
            var (holder, amount) in new[] { ("Z81001", bound), ("Z81002", blend["Z81002"] * rest), ("Z81003", blend["Z81003"] * rest) }
        )
        {
            Math.Round(blend[holder], 2).ShouldBe(views[holder].Steps[1].After.Pence / 100m);
            Math.Round(amount, 2).ShouldBe(views[holder].Line.Pence / 100m);
        }
    }

    [Fact]
    public void Chart_EndsAtTheFigure_AndSaysItInItsHeadline()
    {
        var chart = PlanWaterfall.Draw(View("loc-n-2026", "Z81001"));
        chart.Id.ShouldBe(PlanWaterfall.Id);
        chart.Headline.ShouldContain("254,800");
        System.Text.Encoding.UTF8.GetString(chart.ToCsv()).ShouldContain("25480000");
    }

    [Fact]
    public void EveryLineOfEveryModel_IsRecomputed_InEachOfItsYears()
    {
        foreach (var year in PlanYear.List(Models))
            View(year.Set.Id, year.Holder).IsRecomputed.ShouldBeTrue(year.Line);
        PlanYear.List(Models).Count(y => y.Line == "loc-n-2026/Z81001").ShouldBe(3);
        PlanYear.List(Models).ShouldNotContain(y => y.Set.IsExample);
    }

    [Fact]
    public void DueDay_ComesEveryYear() =>
        PlanYear
            .List(Models)
            .Where(y => y.Line == "loc-n-2026/Z81001")
            .Select(y => (y.YearStarting, y.DueOn))
            .ShouldBe([(2026, new DateOnly(2026, 5, 1)), (2027, new DateOnly(2027, 5, 1)), (2028, new DateOnly(2028, 5, 1))]);

    [Theory]
    [InlineData("2025-01-01", 2026)]
    [InlineData("2026-04-01", 2026)]
    [InlineData("2027-03-31", 2026)]
    [InlineData("2027-04-01", 2027)]
    [InlineData("2035-01-01", 2028)]
    public void Year_IsTheOneThatRuns_OrTheNearest(string today, int year) =>
        PlanYears
            .Choose(
                Models.PlanSets.Single(s => s.Id == "loc-n-2026"),
                DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)
            )
            .ShouldBe(year);

    static PlanView View(string id, string holder)
    {
        var set = Models.PlanSets.Single(s => s.Id == id);
        var year = PlanYear.List(Models, set).First(y => y.Holder == holder);
        var line = new PlanLineYear
        {
            Line = year.Line,
            YearStarting = year.YearStarting,
            Set = set.Id,
            Holder = holder,
            From = year.From,
            Pence = year.Amount.Pence,
        };
        return new(set, holder, line, PlanStanding.Compute(line, []), PlanSetting.Calculate(set))
        {
            HolderName = holder,
            CommissionerName = set.Commissioner,
            Care = set.Scope,
            MoneyWords = "",
            Decisions = [],
            Years = [.. PlanYears.List(set)],
        };
    }
}
