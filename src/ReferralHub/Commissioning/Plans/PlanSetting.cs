using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>
/// Works out the budgets of a plan set, step by step as the set says, in whole pence. Whatever is wrong with the steps comes back as a
/// fault, never as an exception.
/// </summary>
public static class PlanSetting
{
    /// <summary>More holders than an area has practices.</summary>
    public const int HoldersMax = 10_000;

    /// <summary>No amount of a plan set, and no sum of them, may be above: so that no sum or share of theirs can overflow.</summary>
    public static readonly Money AmountMax = new(100_000_000_000_000);

    public static PlanResult Calculate(PlanSet set)
    {
        if (FindFaultOfRow(set) is { } wrong)
            return Refuse(set, [], Money.Zero, set.Place, wrong);
        var steps = new List<PlanStepResult>(set.Setting.Count);
        var amountsByWord = new Dictionary<string, IReadOnlyDictionary<string, Money>>(StringComparer.Ordinal);
        var state = SettingState.Begin;
        foreach (var step in set.Setting)
        {
            var outcome = TakeStep(set, state, step, amountsByWord);
            if (outcome.State is not { } next)
                return Refuse(set, steps, Money.Zero, step.Place, outcome.Fault!);
            if (FindFaultOfAmounts(next) is { } impossible)
                return Refuse(set, steps, Money.Zero, step.Place, $"The step {step.Word} {impossible}");
            steps.Add(new(step, outcome.Words, state.Amounts, next.Amounts) { Notes = outcome.Notes, Pools = next.Pools });
            amountsByWord[step.Word] = next.Amounts;
            state = next;
            if (state.Left != Money.Zero)
                return Refuse(set, steps, state.Left, step.Place, DescribeLeft(state.Left));
        }

        if (FindFaultOfTotal(set, state) is { } missed)
            return Refuse(set, steps, Money.Zero, set.Place, missed);
        return new(steps, state.Amounts, state.Pools, Money.Zero, null);
    }

    static StepOutcome TakeStep(
        PlanSet set,
        SettingState state,
        SettingStep step,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, Money>> amountsByWord
    ) =>
        step switch
        {
            HistoricStep historic when !state.HasBegun => BeginningSteps.Take(set, state, historic),
            HistoricStep => StepOutcome.Refuse("The step historic begins a plan: put it first, or leave it out."),
            CapitationStep capitation => BeginningSteps.Take(set, state, capitation),
            _ when !state.HasBegun => StepOutcome.Refuse(
                $"The step {step.Word} has nothing to begin with: put historic or capitation first."
            ),
            ChangeStep change => AmountSteps.Take(state, change),
            RoundStep round => AmountSteps.Take(set, state, round),
            AdjustStep adjust => AmountSteps.Take(set, state, adjust),
            FairSharesStep fair => ShareSteps.Take(set, state, fair),
            LimitStep limit => ShareSteps.Take(state, limit, amountsByWord.GetValueOrDefault(limit.Reference)),
            TopSliceStep slice => ShareSteps.Take(state, slice),
            _ => StepOutcome.Refuse($"There is no step {step.Word}."),
        };

    static string? FindFaultOfRow(PlanSet set) =>
        set.Holders.Count == 0 ? "The plan set has no holders: name those who have its budgets."
        : set.Holders.Count > HoldersMax ? $"The plan set has {set.Holders.Count:N0} holders; at most {HoldersMax:N0} can be set together."
        : set.Holders.GroupBy(h => h, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"{twice.Key} is named twice among the holders: name it once."
        : set.Total < Money.Zero || set.Total > AmountMax ? $"The total {set.Total} is not between £0.00 and {AmountMax}."
        : set.Setting.Count == 0 ? "The plan set does not say how its budgets were set: begin with historic or capitation."
        : null;

    static string? FindFaultOfAmounts(SettingState state)
    {
        foreach (var (holder, amount) in state.Amounts)
            if (amount < Money.Zero)
                return $"leaves {holder} with {amount}: no budget can be below zero.";
        Int128 sum = 0;
        foreach (var amount in state.Amounts.Values.Concat(state.Pools.Values))
            sum += amount.Pence;
        return sum > AmountMax.Pence ? $"arrives at more than {AmountMax}; look for a wrong figure." : null;
    }

    static string? FindFaultOfTotal(PlanSet set, SettingState state)
    {
        var pools = new Money(state.Pools.Values.Sum(p => p.Pence));
        var difference = state.Together + pools - set.Total;
        if (difference == Money.Zero)
            return null;
        var (apart, way) = difference > Money.Zero ? (difference, "more") : (-difference, "less");
        var poolWords = state.Pools.Count == 0 ? "" : $" and {pools} for pools";
        return $"The steps arrive at {state.Together} for the holders{poolWords}, which is {apart} {way} than the total {set.Total}: "
            + "correct the total, or add the step that is missing.";
    }

    static string DescribeLeft(Money left) =>
        left > Money.Zero
            ? $"Every holder is at its bound and {left} is left over: name the pool that takes it, or widen the limit."
            : $"Every holder is at its lower bound, and together that is {-left} more than there is: widen the limit.";

    static PlanResult Refuse(PlanSet set, IReadOnlyList<PlanStepResult> steps, Money left, RowPlace place, string sentence) =>
        new(steps, SettingState.Begin.Amounts, SettingState.Begin.Pools, left, new(true, place, set.Id, sentence));
}
