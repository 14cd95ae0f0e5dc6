using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts.Waterfalls;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Charts;

public sealed class WaterfallHeadlineTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    static readonly Gen<long> Pence = Gen.Frequency(
        (2, Gen.Choose(-3, 3).Select(n => n * 1L)),
        (2, Gen.Choose(-900_000, 900_000).Select(n => (long)n)),
        (1, Gen.Choose(0, 2_100).Select(n => n * 1_000_000L))
    );

    /// <summary>Steps that join: each begins where the one before ended.</summary>
    static readonly Gen<Waterfall> Joined =
        from levels in Pence.NonEmptyListOf()
        from start in Gen.OneOf(Gen.Constant(0L), Pence)
        select new Waterfall(
            "w",
            "n",
            [.. levels.Select((after, i) => new WaterfallStep($"Step {i + 1}", new(i == 0 ? start : levels[i - 1]), new(after)))]
        );

    [Fact]
    public void Headline_StepsThatJoin_SaysFromWhatByWhichToWhat() =>
        Prop.ForAll(Joined.ToArbitrary(), facts => Waterfall.Draw(facts).Headline == Expect(facts)).Check(Many);

    [Fact]
    public void Headline_StepsThatDoNotJoin_SaysWhere() =>
        Prop.ForAll(
                Joined.Where(w => w.Steps.Count > 1).ToArbitrary(),
                Gen.Choose(1, 1000).ToArbitrary(),
                (facts, gap) =>
                {
                    var at = 1 + (gap % (facts.Steps.Count - 1));
                    var steps = facts.Steps.ToList();
                    steps[at] = steps[at] with { Before = steps[at].Before + new Money(gap) };
                    return Waterfall.Draw(facts with { Steps = steps }).Headline
                        == $"The steps do not join: step {at} ends at {steps[at - 1].After}, "
                            + $"and step {at + 1} begins at {steps[at].Before}.";
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_UsualSteps_Reads() =>
        Waterfall
            .Draw(ChartSamples.UsualWaterfall)
            .Headline.ShouldBe(
                "The budget is £254,800: it began as £255,000, and 4 steps lowered it by £200.00 in all; the largest, “Fair shares, weight "
                    + "30%”, lowered it by £6,718."
            );

    [Fact]
    public void Headline_NoSteps_SaysThatItIsNotSet() =>
        Waterfall.Draw(new("w", "n", [])).Headline.ShouldBe("The budget has not been set: there are no steps.");

    static string Expect(Waterfall facts)
    {
        var steps = facts.Steps.ToList();
        var budget = $"The budget is {Pounds.Say(steps[^1].After.Pence)}";
        var start = steps[0].Before;
        if (start == Money.Zero)
        {
            if (steps.Count == 1)
                return $"{budget}, set in one step: Step 1.";
            start = steps[0].After;
            steps.RemoveAt(0);
        }

        var began = $"{budget}: it began as {Pounds.Say(start.Pence)}, and {steps.Count} {(steps.Count == 1 ? "step" : "steps")} ";
        var changes = steps.Select(s => (s.Words, Change: (s.After - s.Before).Pence)).ToList();
        if (changes.All(c => c.Change == 0))
            return began + "changed nothing.";
        var most = changes.OrderByDescending(c => Math.Abs(c.Change)).First();
        var net = changes.Sum(c => c.Change);
        return began
            + (net == 0 ? "left it as it was in all" : $"{Move(net)} in all")
            + $"; the largest, “{most.Words}”, {Move(most.Change)}.";
    }

    static string Move(long change) => $"{(change > 0 ? "raised" : "lowered")} it by {Pounds.Say(Math.Abs(change))}";
}
