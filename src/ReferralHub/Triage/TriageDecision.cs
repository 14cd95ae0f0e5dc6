namespace ReferralHub.Triage;

/// <summary>What triage decided, and why: every rule that was looked at, what it read, whether it fired.</summary>
public sealed record TriageDecision(RuleOutcome Outcome, IReadOnlyList<RuleTrace> Trace)
{
    /// <summary>Rules that asked for this outcome.</summary>
    public IEnumerable<RuleTrace> Deciding => Trace.Where(t => t.Fired && t.Outcome == Outcome);

    public IEnumerable<RuleTrace> Fired => Trace.Where(t => t.Fired);
}

/// <param name="Read">What the rule looked at, as name=value; no free text of the referral.</param>
public sealed record RuleTrace(string Pack, string PackVersion, string Rule, string Title, bool Fired, RuleOutcome Outcome, string Reason, IReadOnlyList<string> Questions, IReadOnlyList<string> Read);
