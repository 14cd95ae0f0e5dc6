using ReferralHub.Kernel;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage.Approval;

/// <summary>
/// Tells packs that only raise attention from those that decide something in a clinician's stead. The first may act without an
/// approval, because the worst that they do is that somebody reads more; it is worked out from the rules and not from a word in the
/// file.
/// </summary>
static class PackAttention
{
    public static bool RaisesOnly(IReadOnlyList<Rule> rules) => rules.All(RaisesOnly);

    static bool RaisesOnly(Rule rule) =>
        new[] { rule.Met, rule.NotMet, rule.Unknown, rule.Unclear }
            .OfType<RuleEffect>()
            .All(e =>
                e.Outcome is RuleOutcome.Flag or RuleOutcome.Link or RuleOutcome.Review
                // Suspected cancer and immediate referrals are sent on at once whatever the packs say; any other would pass unread.
                || (e.Outcome == RuleOutcome.FastTrack && IsOnlyForImmediate(rule.When))
            );

    static bool IsOnlyForImmediate(Condition when) =>
        when switch
        {
            PriorityIs { Of.Count: > 0 } priority => priority.Of.All(p => p is Priority.Asap or Priority.Stat),
            AllOf all => all.Parts.Any(IsOnlyForImmediate),
            _ => false,
        };
}
