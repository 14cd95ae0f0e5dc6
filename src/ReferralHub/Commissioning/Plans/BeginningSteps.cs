using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>Steps that say where the amounts come from.</summary>
static class BeginningSteps
{
    public static StepOutcome Take(PlanSet set, SettingState state, HistoricStep step)
    {
        if (FindFaultOfHolders(set, step.Amounts.Keys, "historic", "an amount", "£0.00 where nothing was spent") is { } wrong)
            return StepOutcome.Refuse(wrong);
        foreach (var (holder, amount) in step.Amounts)
            if (amount < Money.Zero || amount > PlanSetting.AmountMax)
                return StepOutcome.Refuse(
                    $"The step historic has {amount} for {holder}: an amount lies between £0.00 and {PlanSetting.AmountMax}."
                );
        var next = state.Replace(id => step.Amounts[id], set.Holders);
        return new(next, $"Begin with what was spent in {step.Year}: {next.Together}{Together(set)}.");
    }

    /// <summary>
    /// Every weighted head brings the same. The step may follow historic, which then only serves as what a limit binds to.
    /// </summary>
    public static StepOutcome Take(PlanSet set, SettingState state, CapitationStep step)
    {
        if (step.WeightedPopulation < 0 || step.PerHead < Money.Zero)
            return StepOutcome.Refuse("The step capitation has a figure below zero: weighted heads and the amount for each are positive.");
        var pence = (Int128)step.WeightedPopulation * step.PerHead.Pence;
        if (pence > PlanSetting.AmountMax.Pence)
            return StepOutcome.Refuse($"The step capitation arrives at more than {PlanSetting.AmountMax}; look for a wrong figure.");
        var need = step.Need;
        if (need.Count == 0 && set.Holders is [var only])
            need = new Dictionary<string, long> { [only] = step.WeightedPopulation };
        if (FindFaultOfHolders(set, need.Keys, "capitation", "weighted heads", "0 where it has none") is { } wrong)
            return StepOutcome.Refuse(wrong);
        if (ShareSteps.FindNegative(need) is { } below)
            return StepOutcome.Refuse($"The step capitation has fewer than no weighted heads for {below}.");
        var heads = need.Values.Aggregate((Int128)0, (sum, n) => sum + n);
        if (heads != step.WeightedPopulation)
            return StepOutcome.Refuse(
                $"The weighted heads of the holders are {heads:N0} together and not {step.WeightedPopulation:N0}: "
                    + "correct one of them, so that every head brings the same."
            );
        // The heads add up, so every share is whole and the split is so much for each of the holder's heads, to the penny.
        var shares = Money.Split(new((long)pence), need);
        var next = state.Replace(id => shares[id], set.Holders);
        var begin = state.HasBegun ? "Go over to" : "Begin with";
        return new(next, $"{begin} {step.PerHead} for each of {step.WeightedPopulation:N0} weighted heads: {next.Together}{Together(set)}.")
        {
            Notes = set.Holders.ToDictionary(id => id, id => $"{need[id]:N0} weighted heads at {step.PerHead}"),
        };
    }

    /// <summary>Whether a step gives a figure for each holder and for nobody else.</summary>
    public static string? FindFaultOfHolders(PlanSet set, IEnumerable<string> named, string word, string what, string none)
    {
        var names = named.ToHashSet(StringComparer.Ordinal);
        if (set.Holders.FirstOrDefault(h => !names.Contains(h)) is { } missing)
            return $"The step {word} names no figure for {missing}: write {what} for each holder, {none}.";
        names.ExceptWith(set.Holders);
        return names.Order(StringComparer.Ordinal).FirstOrDefault() is { } stranger
            ? $"The step {word} names {stranger}, which is not among the holders: take it out, or add the holder."
            : null;
    }

    static string Together(PlanSet set) => set.Holders.Count > 1 ? " together" : "";
}
