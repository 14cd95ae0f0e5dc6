using ReferralHub.Commissioning.Explaining;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Steps of a plan for people: what each is called, and which figures go into it.</summary>
static class PlanStepWords
{
    public static string DescribeTitle(SettingStep step) =>
        step switch
        {
            HistoricStep historic => $"Spent in {historic.Year}",
            CapitationStep capitation => $"{capitation.PerHead} for each weighted head",
            ChangeStep { Kind: ChangeKind.Uplift } change => $"Prices, {StepWords.FormatPerMille(change.PerMille)} more",
            ChangeStep { Kind: ChangeKind.Growth } change => $"Growth, {StepWords.FormatPerMille(change.PerMille)} more",
            ChangeStep change => $"Reduced by {StepWords.FormatPerMille(change.PerMille)}",
            FairSharesStep fair => $"Fair shares, {StepWords.FormatPerMille(fair.WeightPerMille)} of the way",
            LimitStep limit => $"At most {StepWords.FormatPerMille(limit.PerMille)} from the {limit.Reference} amount",
            TopSliceStep slice => $"{StepWords.FormatPerMille(slice.PerMille)} into {slice.Pool}",
            RoundStep round => $"Rounded to {new Money(round.ToPence)}",
            AdjustStep adjust => $"Adjusted: {adjust.Reason.TrimEnd('.')}",
            _ => step.Word,
        };

    /// <summary>Who decides, with what it is that they decide.</summary>
    public static string DescribeDecision(ExplainedRow decision) =>
        decision.Id switch
        {
            "plan" => $"Budgets: {decision.Words}",
            "contract" => $"Contracts with providers: {decision.Words}",
            "make-or-buy" => $"Whether care is provided or bought: {decision.Words}",
            "business-case" => $"New services: {decision.Words}",
            "price" => $"Local prices: {decision.Words}",
            "priorities" => $"Priorities: {decision.Words}",
            "close" => $"Close of the months: {decision.Words}",
            _ => decision.Words,
        };

    /// <summary>The figures that go into a step, as far as they concern a holder.</summary>
    public static IReadOnlyList<(string Name, string Value)> ListInputs(SettingStep step, string holder) =>
        step switch
        {
            HistoricStep historic => [("Amount", historic.Amounts.GetValueOrDefault(holder).ToString())],
            CapitationStep capitation =>
            [
                ("Weighted heads", $"{FindHeads(capitation, holder):N0}"),
                ("For each", capitation.PerHead.ToString()),
            ],
            ChangeStep change => [("Factor", StepWords.FormatPerMille(change.PerMille))],
            FairSharesStep fair =>
            [
                ("Need", $"{fair.Need.GetValueOrDefault(holder):N0} of {SumNeed(fair):N0}"),
                ("Weight", StepWords.FormatPerMille(fair.WeightPerMille)),
            ],
            LimitStep limit => [("Limit", StepWords.FormatPerMille(limit.PerMille)), ("From", $"the {limit.Reference} amount")],
            TopSliceStep slice => [("Share", StepWords.FormatPerMille(slice.PerMille)), ("Pool", slice.Pool)],
            RoundStep round => [("To", new Money(round.ToPence).ToString())],
            AdjustStep adjust => [("Amount", $"{adjust.Amount} for {adjust.Holder ?? holder}"), ("Stands for it", adjust.By)],
            _ => [],
        };

    /// <summary>What goes into a step for one holder alone, for a table of all holders; null where all have the same.</summary>
    public static string? FindOwnInput(SettingStep step, string holder) =>
        step switch
        {
            HistoricStep historic => historic.Amounts.GetValueOrDefault(holder).ToString(),
            CapitationStep capitation => $"{FindHeads(capitation, holder):N0}",
            FairSharesStep fair => $"{fair.Need.GetValueOrDefault(holder):N0}",
            AdjustStep adjust => adjust.Holder is null || adjust.Holder == holder ? adjust.Amount.ToString() : null,
            _ => null,
        };

    static long FindHeads(CapitationStep step, string holder) =>
        step.Need.Count == 0 ? step.WeightedPopulation : step.Need.GetValueOrDefault(holder);

    static Int128 SumNeed(FairSharesStep step) => step.Need.Values.Aggregate((Int128)0, (sum, n) => sum + n);
}
