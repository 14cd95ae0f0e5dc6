using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>Steps that move money between holders, or from holders into a pool. None changes what there is together.</summary>
static class ShareSteps
{
    /// <summary>A limit binds holders one at a time, so its work grows with the square of their number.</summary>
    const int LimitedHoldersMax = 2_000;

    /// <summary>
    /// Target and present amounts are weighed so many per mille to the rest, and what there is together is split by that: with 0 per
    /// mille nothing moves, with 1,000 everybody has the share by need.
    /// </summary>
    public static StepOutcome Take(PlanSet set, SettingState state, FairSharesStep step)
    {
        if (step.WeightPerMille is < 0 or > 1000)
            return StepOutcome.Refuse(
                $"The step fairShares has a weight of {step.WeightPerMille:N0} per mille: it lies between 0 and 1,000."
            );
        if (BeginningSteps.FindFaultOfHolders(set, step.Need.Keys, step.Word, "its weighted heads", "0 where it has none") is { } wrong)
            return StepOutcome.Refuse(wrong);
        if (FindNegative(step.Need) is { } below)
            return StepOutcome.Refuse($"The step fairShares has a need below zero for {below}.");
        var needs = step.Need.Values.Aggregate((Int128)0, (sum, n) => sum + n);
        if (needs == 0)
            return StepOutcome.Refuse("The step fairShares has no need for any holder, so nothing says how to share.");
        var together = state.Together;
        var fair = Money.Split(together, step.Need);
        var weights = state.Amounts.ToDictionary(
            a => a.Key,
            a => (fair[a.Key].Pence * step.WeightPerMille) + (a.Value.Pence * (1000 - step.WeightPerMille)),
            StringComparer.Ordinal
        );
        var next = state.Replace(Money.Split(together, weights)) with { Weights = weights };
        var share = StepWords.FormatPerMille(step.WeightPerMille);
        return new(next, $"Go {share} of the way from these amounts to shares by need; together it stays {together}.")
        {
            Notes = state.Amounts.ToDictionary(
                a => a.Key,
                a =>
                    $"share by need {fair[a.Key]} ({step.Need[a.Key]:N0} of {needs:N0}); "
                    + $"{StepWords.DescribeDistance(a.Value, fair[a.Key])} before, "
                    + $"{StepWords.DescribeDistance(next.Amounts[a.Key], fair[a.Key])} after"
            ),
        };
    }

    /// <param name="reference">Amounts of the step that the limit names; null where there was none.</param>
    public static StepOutcome Take(SettingState state, LimitStep step, IReadOnlyDictionary<string, Money>? reference)
    {
        if (step.PerMille is < 0 or > 1000)
            return StepOutcome.Refuse($"The step limit has {step.PerMille:N0} per mille: it lies between 0 and 1,000.");
        if (reference is null)
            return StepOutcome.Refuse($"The step limit binds to {step.Reference}, and no step before it is called so.");
        if (reference.Count > LimitedHoldersMax)
            return StepOutcome.Refuse($"The step limit works for at most {LimitedHoldersMax:N0} holders; there are {reference.Count:N0}.");
        var bounds = reference.ToDictionary(r => r.Key, r => FindBounds(r.Value, step.PerMille), StringComparer.Ordinal);
        var weights = state.Weights ?? state.Amounts.ToDictionary(a => a.Key, a => a.Value.Pence, StringComparer.Ordinal);
        var (amounts, left) = LimitedShares.Split(state.Together, weights, bounds);
        var next = state.Replace(amounts);
        var words =
            $"Let nobody end more than {StepWords.FormatPerMille(step.PerMille)} from the {step.Reference} amount; "
            + "what is cut off is shared out among the others.";
        if (left > Money.Zero && step.LeftTo is { } pool)
        {
            next = next.PutIntoPool(pool, left);
            words += $" Everybody is at the bound, and {left} goes to {pool}.";
        }
        else
            next = next with { Left = left };
        return new(next, words) { Notes = amounts.ToDictionary(a => a.Key, a => DescribeBounds(a.Value, bounds[a.Key])) };
    }

    public static StepOutcome Take(SettingState state, TopSliceStep step)
    {
        if (step.PerMille is < 0 or > 1000)
            return StepOutcome.Refuse($"The step topSlice has {step.PerMille:N0} per mille: it lies between 0 and 1,000.");
        var next = state.ChangeEach((_, amount) => amount - amount.Share(step.PerMille, 1000));
        var taken = state.Together - next.Together;
        return new(
            next.PutIntoPool(step.Pool, taken),
            $"Put {StepWords.FormatPerMille(step.PerMille)} of every amount into {step.Pool}: {taken} together."
        )
        {
            Notes = state.Amounts.ToDictionary(a => a.Key, a => $"{a.Value - next.Amounts[a.Key]} into {step.Pool}"),
        };
    }

    /// <summary>The first by id whose figure is below zero.</summary>
    public static string? FindNegative(IReadOnlyDictionary<string, long> figures) =>
        figures.Where(f => f.Value < 0).Select(f => f.Key).Order(StringComparer.Ordinal).FirstOrDefault();

    static AmountBounds FindBounds(Money reference, long perMille)
    {
        var move = reference.Share(perMille, 1000);
        return new(reference - move, reference + move);
    }

    static string DescribeBounds(Money amount, AmountBounds bounds) =>
        $"between {bounds.Least} and {bounds.Most}"
        + (
            amount == bounds.Least ? "; held at the lower bound"
            : amount == bounds.Most ? "; held at the upper bound"
            : ""
        );
}
