using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Plans;

/// <summary>What holds for the budgets of every plan set, however its figures fall.</summary>
public sealed class PlanSettingLaws
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    static readonly Gen<long> AnyPence = Gen.OneOf(
        Gen.Choose(0, 200).Select(n => (long)n),
        Gen.Choose(0, int.MaxValue).Select(n => (long)n),
        Gen.Choose(0, int.MaxValue).Select(n => n * 40L)
    );

    static readonly Gen<long> AnyPerMille = Gen.Choose(0, 1000).Select(n => (long)n);

    static readonly Gen<string[]> AnyHolders = Gen.Choose(1, 7).Select(n => Enumerable.Range(1, n).Select(i => $"Z8100{i}").ToArray());

    static Gen<Dictionary<string, T>> ForEach<T>(string[] holders, Gen<T> value) =>
        value.ListOf(holders.Length).Select(values => holders.Zip(values).ToDictionary(p => p.First, p => p.Second));

    static Gen<SettingStep> AnyShareStep(string[] holders) =>
        Gen.OneOf<SettingStep>(
            ForEach(holders, Gen.Choose(0, 9000).Select(n => (long)n))
                .Where(need => need.Values.Any(n => n > 0))
                .SelectMany(need => AnyPerMille.Select(w => (SettingStep)new FairSharesStep(TestPlans.At, null, need, w))),
            AnyPerMille.Select(p => (SettingStep)new LimitStep(TestPlans.At, null, p, "historic") { LeftTo = "reserve" }),
            AnyPerMille.Select(p => (SettingStep)new LimitStep(TestPlans.At, null, p, "historic")),
            AnyPerMille.Select(p => (SettingStep)new TopSliceStep(TestPlans.At, null, p / 10, "contingency")),
            Gen.Elements(5L, 100).Select(p => (SettingStep)new RoundStep(TestPlans.At, null, p))
        );

    static Gen<SettingStep> AnyStep(string[] holders) =>
        Gen.OneOf<SettingStep>(
            AnyShareStep(holders),
            Gen.Elements(ChangeKind.Uplift, ChangeKind.Growth, ChangeKind.Reduce)
                .SelectMany(kind => Gen.Choose(0, 200).Select(p => (SettingStep)new ChangeStep(TestPlans.At, null, kind, p))),
            Gen.Elements(holders)
                .SelectMany(h =>
                    Gen.Choose(-500, 500).Select(n => (SettingStep)new AdjustStep(TestPlans.At, null, new(n), "because", "somebody", h))
                )
        );

    static Arbitrary<PlanSet> AnySet(Func<string[], Gen<SettingStep>> step) =>
        AnyHolders
            .SelectMany(holders =>
                ForEach(holders, AnyPence)
                    .SelectMany(amounts =>
                        step(holders)
                            .ListOf()
                            .Select(steps =>
                            {
                                var historic = new HistoricStep(
                                    TestPlans.At,
                                    null,
                                    "2025-26",
                                    amounts.ToDictionary(a => a.Key, a => new Money(a.Value))
                                );
                                var total = new Money(amounts.Values.Sum());
                                return TestPlans.Set("0.00", holders, [historic, .. steps.Take(6)]) with { Total = total };
                            })
                    )
            )
            .ToArbitrary();

    static Money Sum(IEnumerable<Money> amounts) => new(amounts.Sum(a => a.Pence));

    /// <summary>Holders, pools and what is left, as the last step leaves them.</summary>
    static Money Everything(PlanResult plan) =>
        plan.Steps.Count == 0 ? plan.Left : Sum(plan.Steps[^1].After.Values) + Sum(plan.Steps[^1].Pools.Values) + plan.Left;

    /// <summary>The set with the total at which its steps arrive, as whoever writes it would correct it.</summary>
    static PlanResult CalculateWithItsTotal(PlanSet set)
    {
        var tried = PlanSetting.Calculate(set with { Total = Money.Zero });
        return tried.Steps.Count < set.Setting.Count ? tried : PlanSetting.Calculate(set with { Total = Everything(tried) });
    }

    [Fact]
    public void HoldersAndPoolsAndWhatIsLeft_AreTheTotal() =>
        Prop.ForAll(
                AnySet(AnyShareStep),
                set =>
                {
                    var plan = PlanSetting.Calculate(set);
                    // No step of shares makes or loses a penny, so what was taken so far always comes to the same.
                    return Everything(plan) == set.Total
                        && (plan.Fault is not null || Sum(plan.Authority.Values) + Sum(plan.Pools.Values) == set.Total);
                }
            )
            .Check(Many);

    [Fact]
    public void Authority_WithoutAFault_IsTheTotalAndNeverBelowZero() =>
        Prop.ForAll(
                AnySet(AnyStep),
                set =>
                {
                    var plan = CalculateWithItsTotal(set);
                    return plan.Fault is { } fault
                        ? fault.Text.Length > 0 && plan.Authority.Count == 0
                        : plan.Authority.Keys.SequenceEqual(set.Holders)
                            && plan.Authority.Values.All(a => a >= Money.Zero)
                            && plan.Steps.Count == set.Setting.Count;
                }
            )
            .Check(Many);

    [Fact]
    public void EachStep_BeginsWhereTheOneBeforeEnded() =>
        Prop.ForAll(
                AnySet(AnyStep),
                set =>
                {
                    var steps = PlanSetting.Calculate(set).Steps;
                    return steps.Zip(steps.Skip(1)).All(p => p.First.After.SequenceEqual(p.Second.Before))
                        && steps.All(s => s.Words.EndsWith('.') && s.After.Keys.SequenceEqual(set.Holders));
                }
            )
            .Check(Many);

    [Fact]
    public void Limit_LeavesNobodyOutsideTheBound() =>
        Prop.ForAll(
                AnySet(AnyStep),
                set =>
                {
                    var steps = PlanSetting.Calculate(set).Steps;
                    return steps.All(s =>
                        s.Step is not LimitStep limit
                        || s.After.All(a =>
                        {
                            var historic = steps[0].After[a.Key];
                            var move = historic.Share(limit.PerMille, 1000);
                            return a.Value >= historic - move && a.Value <= historic + move;
                        })
                    );
                }
            )
            .Check(Many);

    [Fact]
    public void Limit_ThatNobodyBreaks_ChangesNothing() =>
        Prop.ForAll(
                AnySet(AnyShareStep),
                set =>
                {
                    var steps = PlanSetting.Calculate(set with { Setting = [set.Setting[0], TestPlans.Limit(AnyLimit)] }).Steps;
                    return steps[1].After.SequenceEqual(steps[1].Before);
                }
            )
            .Check(Many);

    const long AnyLimit = 15;

    /// <summary>Only rounding goes by the order of holders: there the last takes the difference.</summary>
    [Fact]
    public void OrderOfHolders_MakesNoDifference_ButForRounding() =>
        Prop.ForAll(
                AnySet(AnyStep),
                set =>
                {
                    var plain = set with { Setting = [.. set.Setting.Where(s => s is not RoundStep)] };
                    var (one, other) = (
                        CalculateWithItsTotal(plain),
                        CalculateWithItsTotal(plain with { Holders = [.. plain.Holders.Reverse()] })
                    );
                    return one.Left == other.Left
                        && (one.Fault is null) == (other.Fault is null)
                        && one.Authority.All(a => other.Authority[a.Key] == a.Value)
                        && one.Pools.All(p => other.Pools[p.Key] == p.Value);
                }
            )
            .Check(Many);

    [Fact]
    public void RoundedAmounts_AreWholeButForTheLast() =>
        Prop.ForAll(
                AnySet(AnyStep),
                set =>
                    PlanSetting
                        .Calculate(set)
                        .Steps.All(s =>
                            s.Step is not RoundStep round || set.Holders.SkipLast(1).All(h => s.After[h].Pence % round.ToPence == 0)
                        )
            )
            .Check(Many);

    /// <summary>The rule as it is written down, in fractions of a penny, by other arithmetic than the code's.</summary>
    [Fact]
    public void FairShares_LieWithinAPennyOfTheBlend() =>
        Prop.ForAll(
                AnySet(AnyShareStep),
                set =>
                    PlanSetting
                        .Calculate(set)
                        .Steps.Where(s => s.Step is FairSharesStep)
                        .All(s =>
                        {
                            var step = (FairSharesStep)s.Step;
                            var together = s.Before.Values.Sum(b => (decimal)b.Pence);
                            var needs = step.Need.Values.Sum(n => (decimal)n);
                            return s.After.All(a =>
                            {
                                var fair = together * step.Need[a.Key] / needs;
                                var blend = (fair * step.WeightPerMille + s.Before[a.Key].Pence * (1000m - step.WeightPerMille)) / 1000m;
                                // One penny where the share is rounded, one where the blend is.
                                return Math.Abs(a.Value.Pence - blend) < 2;
                            });
                        })
            )
            .Check(Many);

    [Fact]
    public async Task Limit_Of2000Holders_StaysWithinSeconds()
    {
        var holders = Enumerable.Range(0, 2000).Select(i => $"H{i:0000}").ToArray();
        var historic = new HistoricStep(TestPlans.At, null, "2025-26", holders.ToDictionary(h => h, _ => new Money(100_000)));
        // Needs so far apart that nearly everybody is bound.
        var need = holders.Select((h, i) => (h, i)).ToDictionary(h => h.h, h => h.i % 2 == 0 ? 1L : 1000 + h.i);
        var fair = new FairSharesStep(TestPlans.At, null, need, 1000);
        var set = TestPlans.Set("2000000.00", holders, historic, fair, TestPlans.Limit(20));

        var plan = await Task.Run(() => PlanSetting.Calculate(set)).WaitAsync(TimeSpan.FromSeconds(20));

        plan.Fault.ShouldBeNull();
        Sum(plan.Authority.Values).ShouldBe(set.Total);
    }
}
