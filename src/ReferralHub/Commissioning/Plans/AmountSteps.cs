using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>Steps that change each holder's amount by itself.</summary>
static class AmountSteps
{
    /// <summary>Tenfold: whatever is above is a slip of the pen.</summary>
    const long PerMilleMax = 10_000;

    /// <summary>Each amount by itself, halves of a penny to even, so that a holder can work out its own without the others'.</summary>
    public static StepOutcome Take(SettingState state, ChangeStep step)
    {
        var most = step.Kind == ChangeKind.Reduce ? 1000 : PerMilleMax;
        if (step.PerMille < 0 || step.PerMille > most)
            return StepOutcome.Refuse(
                $"The step {step.Word} has {step.PerMille:N0} per mille: it lies between 0 and {most:N0}. To go the other way, take "
                    + $"{(step.Kind == ChangeKind.Reduce ? "uplift or growth" : "reduce")}."
            );
        var signed = step.Kind == ChangeKind.Reduce ? -step.PerMille : step.PerMille;
        var next = state.ChangeEach((_, amount) => amount + amount.Share(signed, 1000));
        var share = StepWords.FormatPerMille(step.PerMille);
        var begin = step.Kind switch
        {
            ChangeKind.Uplift => $"Add {share} for prices",
            ChangeKind.Growth => $"Add {share} for growth in demand",
            _ => $"Take away {share}",
        };
        return new(next, $"{begin}: {state.Together} becomes {next.Together}.");
    }

    /// <summary>Halves to even. It is the last holder of the file that takes the difference; here the order of holders counts.</summary>
    public static StepOutcome Take(PlanSet set, SettingState state, RoundStep step)
    {
        if (step.ToPence < 1 || step.ToPence > PlanSetting.AmountMax.Pence)
            return StepOutcome.Refuse($"The step round has {step.ToPence} pence: write 100 to round to whole pounds.");
        var last = set.Holders[^1];
        var rounded = state.Amounts.ToDictionary(a => a.Key, a => a.Value.Share(1, step.ToPence) * step.ToPence, StringComparer.Ordinal);
        rounded[last] = state.Together - new Money(rounded.Where(r => r.Key != last).Sum(r => r.Value.Pence));
        return new(state.Replace(rounded), $"Round every amount to {new Money(step.ToPence)}; {last} takes the difference.");
    }

    public static StepOutcome Take(PlanSet set, SettingState state, AdjustStep step)
    {
        if (step.Holder is null && set.Holders.Count > 1)
            return StepOutcome.Refuse("The step adjust does not say whose amount it adjusts: name one of the holders.");
        var whose = step.Holder ?? set.Holders[0];
        if (!state.Amounts.ContainsKey(whose))
            return StepOutcome.Refuse($"The step adjust names {whose}, which is not among the holders.");
        if (step.Amount > PlanSetting.AmountMax || step.Amount < -PlanSetting.AmountMax)
            return StepOutcome.Refuse($"The step adjust has {step.Amount}; at most {PlanSetting.AmountMax} either way is possible.");
        var next = state.ChangeEach((id, amount) => id == whose ? amount + step.Amount : amount);
        var begin = step.Amount < Money.Zero ? $"Take {-step.Amount} from" : $"Add {step.Amount} to";
        return new(next, $"{begin} {whose}: {step.Reason.TrimEnd('.')} ({step.By} stands for it).");
    }
}
