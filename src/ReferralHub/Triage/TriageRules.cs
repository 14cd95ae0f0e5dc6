using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage;

/// <summary>A referral and packs in, decision with reasons out. Pure; the same inputs give the same decision.</summary>
public static class TriageRules
{
    /// <summary>
    /// The gravest outcome that any rule asks for, in the order fast-track, review, ask, advise, accept elsewhere, accept.
    /// Suspected cancer and immediate referrals are fast-tracked whatever the packs say: no pack can hold them. Silence is not consent:
    /// a referral is accepted only when a pathway recognises it to the last word (<see cref="Pathways"/>), and when no rule decides, a
    /// clinician does. What no rule can read is read first by a person.
    /// </summary>
    /// <param name="packs">Packs in force; the order changes nothing but the order of the trace.</param>
    /// <param name="withNotApplicable">Whether the trace also names the rules that did not apply.</param>
    public static TriageDecision Decide(TriageInput input, IReadOnlyList<RulePack> packs, bool withNotApplicable = false)
    {
        input.Look(packs);
        var trace = new List<RuleTrace>();
        var read = new ReadNotes();
        foreach (var pack in packs)
        {
            if (!pack.AppliesTo(input.Facts.Practice))
                continue;
            foreach (var rule in pack.Rules)
                if (Evaluate(pack, rule, input, read) is var found && (withNotApplicable || found is not null))
                    trace.Add(found ?? NotApplicable(pack, rule));
        }

        if (input.Facts.Priority is Priority.Asap or Priority.Stat)
        {
            if (!trace.Exists(t => t.Outcome == RuleOutcome.FastTrack))
                trace.Add(Safeguard("never-held", "Suspected cancer and immediate referrals are never held", RuleOutcome.FastTrack));
            return Settled(RuleOutcome.FastTrack, trace);
        }

        RuleOutcome? gravest = null;
        foreach (var entry in trace)
            if (entry.Outcome is { } outcome and not (RuleOutcome.Flag or RuleOutcome.Link) && (gravest is null || outcome > gravest))
                gravest = outcome;
        if (input.Facts.Unread.Count > 0)
        {
            trace.Add(Pathways.DescribeUnread(input.Facts));
            gravest = RuleOutcome.Review;
        }
        else if (gravest is RuleOutcome.Accept or RuleOutcome.AcceptElsewhere && Pathways.FindObstacle(input, packs, trace) is { } obstacle)
        {
            trace.Add(obstacle);
            gravest = RuleOutcome.Review;
        }

        if (gravest is { } decided)
            return Settled(decided, trace);
        trace.Add(
            Safeguard(
                "no-pathway",
                "No pathway recognises it",
                RuleOutcome.Review,
                "No pathway in force recognises this referral, so a clinician reads it."
            )
        );
        return new(RuleOutcome.Review, trace);
    }

    /// <summary>Whether any rule would open the document: none does for most referrals, and then it need not be read.</summary>
    public static bool NeedsResources(TriageInput input, IReadOnlyList<RulePack> packs)
    {
        if (!packs.Any(p => p.Rules.Any(HasExpression)))
            return false;
        input.Look(packs);
        foreach (var pack in packs)
        {
            if (!pack.AppliesTo(input.Facts.Practice))
                continue;
            foreach (var rule in pack.Rules)
            {
                if (HasExpression(rule) && rule.When.Holds(input, null) is not false)
                    return true;
            }
        }

        return false;
    }

    internal static bool HasExpression(Rule rule) =>
        rule.When.NeedsResources || rule.Criteria.Any(c => c.Is.NeedsResources) || rule.Unless.Any(c => c.Is.NeedsResources);

    /// <summary>How one rule comes out on one referral; null when it does not apply.</summary>
    internal static RuleTrace? Evaluate(RulePack pack, Rule rule, TriageInput input, ReadNotes? scratch = null)
    {
        var read = scratch ?? new ReadNotes();
        read.Clear();
        var applies = rule.When.Holds(input, read);
        if (applies is false)
            return null;
        var criteria = new List<CriterionTrace>();
        if (applies is null)
            return Trace(RuleResult.Unclear, rule.Unclear);

        var isExclusionUnknown = false;
        foreach (var exclusion in rule.Unless)
        {
            var holds = exclusion.Is.Holds(input, read);
            criteria.Add(new(exclusion.Name, holds));
            if (holds is true)
                return Trace(RuleResult.Excluded, null);
            isExclusionUnknown |= holds is null;
        }

        var (met, open) = (0, 0);
        List<string>? questions = null;
        foreach (var criterion in rule.Criteria)
        {
            var holds = criterion.Is.Holds(input, read);
            criteria.Add(new(criterion.Name, holds));
            if (holds is true)
                met++;
            if (holds is not null)
                continue;
            open++;
            if (criterion.Question is { } question)
                (questions ??= []).Add(question);
        }

        // An exclusion that cannot be told leaves a rule that is not met unknown: the referral may be none of its business.
        if (met >= rule.Needed)
            return Trace(RuleResult.Met, rule.Met);
        if (met + open >= rule.Needed || isExclusionUnknown)
            return Unknown(questions);
        return Trace(RuleResult.NotMet, rule.NotMet);

        // Who was asked once and has answered is not asked again for ever: a person reads the answer.
        RuleTrace Unknown(List<string>? asked)
        {
            var effect = rule.Unknown;
            if (effect is { Outcome: RuleOutcome.Ask } && input.Facts.Asked.Contains($"{pack.Id}/{rule.Id}"))
                effect = new(RuleOutcome.Review, $"{effect.Reason} The practice was asked and has answered; a clinician reads the answer.");
            else if (effect is { Outcome: RuleOutcome.Ask } && asked is not null)
                effect = effect with { Questions = [.. asked, .. effect.Questions] };
            return Trace(RuleResult.Unknown, effect);
        }

        RuleTrace Trace(RuleResult result, RuleEffect? effect)
        {
            if (
                effect is { Outcome: RuleOutcome.Ask }
                && result != RuleResult.Unknown
                && input.Facts.Asked.Contains($"{pack.Id}/{rule.Id}")
            )
                effect = new(RuleOutcome.Review, $"{effect.Reason} The practice was asked and has answered; a clinician reads the answer.");
            return new(
                pack.Id,
                pack.Version,
                rule.Id,
                rule.Title,
                result,
                effect?.Outcome,
                effect?.Reason,
                effect?.Questions ?? [],
                [.. read.Values]
            )
            {
                Found = [.. read.Found],
                Criteria = criteria,
                IsFirst = effect?.IsFirst ?? false,
                First = effect?.First ?? ReadFirst.No,
                Specialty = effect?.Specialty,
                Advice = effect?.Advice,
                Source = rule.Source.ToString(),
                ForReferrer = effect is null ? null : rule.ForReferrer,
            };
        }
    }

    static TriageDecision Settled(RuleOutcome outcome, List<RuleTrace> trace)
    {
        for (var i = 0; i < trace.Count; i++)
            if (trace[i].Outcome is { } asked and not (RuleOutcome.Flag or RuleOutcome.Link) && asked < outcome)
                trace[i] = trace[i] with { GaveWay = true };
        return new(outcome, trace);
    }

    static RuleTrace NotApplicable(RulePack pack, Rule rule) =>
        new(pack.Id, pack.Version, rule.Id, rule.Title, RuleResult.NotApplicable, null, null, [], []);

    internal static RuleTrace Safeguard(string id, string title, RuleOutcome outcome, string? reason = null) =>
        new("hub", "1", id, title, RuleResult.Met, outcome, reason ?? title + ".", [], []);
}
