using ReferralHub.Kernel;

namespace ReferralHub.Triage;

/// <summary>Facts and packs in, decision with reasons out. Pure; the same inputs give the same decision.</summary>
public static class TriageRules
{
    /// <summary>
    /// The gravest outcome of all rules that fire, in the order fast-track, review, ask, accept. Suspected cancer and
    /// immediate referrals are fast-tracked whatever the packs say: no pack can hold them. When no rule decides, a
    /// clinician does.
    /// </summary>
    public static TriageDecision Decide(TriageFacts facts, IReadOnlyList<RulePack> packs, DateOnly today)
    {
        var trace = new List<RuleTrace>();
        foreach (var pack in packs)
        {
            if (!pack.IsInForce(today)) continue;
            foreach (var rule in pack.Rules)
            {
                var (fires, read) = Fires(rule.When, facts);
                trace.Add(new(pack.Id, pack.Version, rule.Id, rule.Title, fires, rule.Outcome, rule.Reason, rule.Questions, read));
            }
        }

        if (facts.Priority is Priority.Asap or Priority.Stat)
        {
            if (!trace.Exists(t => t.Fired && t.Outcome == RuleOutcome.FastTrack)) trace.Add(Safeguard("never-held", "Suspected cancer and immediate referrals are never held", RuleOutcome.FastTrack));
            return new(RuleOutcome.FastTrack, trace);
        }

        var outcome = trace.Where(t => t.Fired && t.Outcome != RuleOutcome.Flag).Select(t => (RuleOutcome?)t.Outcome).Max();
        if (outcome is { } decided) return new(decided, trace);
        trace.Add(Safeguard("no-rule-decided", "No rule decided, so a clinician does", RuleOutcome.Review));
        return new(RuleOutcome.Review, trace);
    }

    internal static (bool Fires, IReadOnlyList<string> Read) Fires(RuleCondition when, TriageFacts facts)
    {
        var read = new List<string>();
        var holds = when.Always;
        var all = true;
        Check(when.Priority.Count > 0, () => when.Priority.Contains(facts.Priority), () => $"priority={facts.Priority.Code()}");
        Check(when.Specialty.Count > 0, () => facts.Specialty is not null && when.Specialty.Contains(facts.Specialty), () => $"specialty={facts.Specialty ?? "unknown"}");
        Check(when.Flag.Count > 0, () => when.Flag.Any(facts.Flags.Contains), () => $"flags={string.Join(' ', facts.Flags)}");
        Check(when.Missing.Count > 0, () => when.Missing.Any(m => IsMissing(m, facts)), () => $"missing={string.Join(' ', when.Missing.Where(m => IsMissing(m, facts)))}");
        // An unknown age is neither below nor above anything.
        Check(when.AgeBelow is not null, () => facts.Age < when.AgeBelow, () => $"age={facts.Age?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}");
        Check(when.AgeFrom is not null, () => facts.Age >= when.AgeFrom, () => $"age={facts.Age?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}");
        Check(when.Mentions.Count > 0, () => when.Mentions.Any(m => facts.Text.Contains(m, StringComparison.OrdinalIgnoreCase)),
            () => $"mentions={string.Join('|', when.Mentions.Where(m => facts.Text.Contains(m, StringComparison.OrdinalIgnoreCase)))}");
        return (holds && all, read);

        void Check(bool given, Func<bool> test, Func<string> value)
        {
            if (!given) return;
            holds = true;
            all &= test();
            read.Add(value());
        }
    }

    static bool IsMissing(MissingItem item, TriageFacts facts) => item switch
    {
        MissingItem.Reason => string.IsNullOrWhiteSpace(facts.Reason),
        MissingItem.ClinicalInformation => !facts.HasClinicalInformation,
        MissingItem.BirthDate => facts.Age is null,
        MissingItem.Sex => facts.Sex is null,
        MissingItem.Attachment => !facts.HasAttachment,
        _ => false,
    };

    static RuleTrace Safeguard(string id, string title, RuleOutcome outcome) => new("hub", "1", id, title, true, outcome, title + ".", [], []);
}
