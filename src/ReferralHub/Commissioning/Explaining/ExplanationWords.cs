using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>An explanation as lines of text.</summary>
public static class ExplanationWords
{
    /// <summary>Where what is said begins, behind its heading.</summary>
    const int HeadingColumns = 13;

    const int StepColumns = 10;

    public static IEnumerable<string> Describe(CommissioningExplanation explanation)
    {
        var title = explanation.Name == explanation.Id ? explanation.Id : $"{explanation.Id}, {explanation.Name}";
        yield return $"{title}, on {explanation.On:yyyy-MM-dd}";
        foreach (var tie in explanation.Ties)
            yield return $"  {tie}";
        if (explanation.What != "plan-set")
            yield return $"  contact: {explanation.Contact ?? "none is written down"}";
        foreach (var answers in explanation.AnswersTo)
            yield return $"  {answers.Words}";
        if (explanation.Plans.Count == 0)
            yield return "  No plan is in force for it.";
        foreach (var line in explanation.Plans.SelectMany(p => DescribePlan(explanation, p)))
            yield return line;
        yield return "";
        yield return "Do practices lead commissioning here?";
        foreach (var condition in explanation.PracticeLed)
        {
            yield return $"  {(condition.Holds ? "yes" : "no"), -3} {condition.Words}";
            foreach (var evidence in condition.Evidence)
                yield return $"      {evidence}";
        }
    }

    static IEnumerable<string> DescribePlan(CommissioningExplanation explanation, PlanExplanation plan)
    {
        var set = plan.Set;
        yield return "";
        yield return plan.Lines is [var only] ? $"Line {only.Line.Id} ({plan.Standing})" : $"Plan set {set.Id} ({plan.Standing})";
        if (explanation.What == "body")
            yield return Row("Part", $"{explanation.Id} {plan.Part} it");
        yield return Row("Care", $"{plan.Scope?.Words ?? "not described"} ({set.Scope})");
        foreach (var line in plan.Lines)
        {
            var because = line.Because is null ? "" : $", because {line.Because}";
            yield return Row("Holder", $"{line.Line.Holder} {line.HolderName}{because}");
        }

        yield return Row("Money", $"{set.Money.ToString().ToLowerInvariant()}. {plan.MoneyWords}");
        foreach (var line in plan.Lines)
            yield return Row("Authority", DescribeAuthority(set, line));
        for (var i = 0; i < plan.Result.Steps.Count; i++)
            foreach (var text in DescribeStep(plan, plan.Result.Steps[i], i + 1))
                yield return text;
        foreach (var (pool, amount) in plan.Result.Pools)
            yield return Row("Pool", $"{amount} in {pool}");
        if (plan.Result.Fault is { } fault)
            yield return Row("Fault", $"{fault.Place}: {fault.Text}");
        yield return Row("Agreed", DescribeAgreement(plan));
        if (set.RollUp is { } body)
            yield return Row("Sum", $"The holders' figures together are those of {body}");
        foreach (var decision in plan.Decisions)
            yield return Row("Decides", $"{decision.Id}: {decision.Words}");
        foreach (var scheme in plan.Schemes)
            yield return Row("Incentive", $"{scheme.Id} (names {scheme.Who}): {scheme.Words}");
        if (plan.Schemes.Count == 0)
            yield return Row("Incentive", "No scheme names the holder.");
        foreach (var accountability in plan.Accountabilities)
            yield return Row("Answers", accountability.Words);
        if (plan.Accountabilities.Count == 0)
            yield return Row("Answers", "No row says to whom.");
        foreach (var goal in set.Goals)
            yield return Row("Goal", $"{goal.Measure}: {goal.Target}");
        foreach (var (what, then) in set.Carry)
            yield return Row("Carried", $"{what}: {then}");
        foreach (var (what, then) in set.Risk)
            yield return Row("Risk", $"{what}: {then}");
    }

    static IEnumerable<string> DescribeStep(PlanExplanation plan, PlanStepResult step, int number)
    {
        var source = step.Step.Source is { Length: > 0 } said ? $" Source: {said}." : "";
        yield return Row($"Step {number}", $"{step.Step.Word, -StepColumns} {step.Words}{source}");
        foreach (var line in plan.Lines)
        {
            var holder = line.Line.Holder;
            var before = step.Before.TryGetValue(holder, out var had) ? $"{had} → " : "";
            var after = step.After.TryGetValue(holder, out var has) ? has.ToString() : "?";
            var note = step.Notes.TryGetValue(holder, out var words) ? $" ({words})" : "";
            yield return Row("", $"{"", StepColumns} {holder}: {before}{after}{note}");
        }
    }

    static string DescribeAuthority(PlanSet set, LineExplanation line)
    {
        var amount = line.Authority is { } authority ? authority.ToString() : "none: the steps do not arrive";
        return $"{amount} for {line.Line.Holder}, of {set.Total}, {set.Period.From:yyyy-MM-dd} to {set.Period.To:yyyy-MM-dd}";
    }

    static string DescribeAgreement(PlanExplanation plan)
    {
        var due = plan.DueDate is { } date ? $", due by {date:yyyy-MM-dd}" : "";
        return plan.Agreements.Count == 0
            ? $"not by anybody in the file{due}"
            : $"{string.Join(", ", plan.Agreements)}{(plan.IsAgreed ? "" : "; that is not enough")}{due}";
    }

    static string Row(string heading, string text) => $"  {heading.PadRight(HeadingColumns)}{text}";
}
