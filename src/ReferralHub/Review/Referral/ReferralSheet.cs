using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Triage;

namespace ReferralHub.Review.Referral;

/// <summary>Everything a reviewer needs on one page.</summary>
public sealed record ReferralSheet(
    ReferralJourney Journey,
    ReferralFacts Facts,
    IReadOnlyList<RuleTrace> Why,
    IReadOnlyList<ReviewDecision> Decisions,
    IReadOnlyList<LogEvent> History,
    IReadOnlyList<ReferralJourney> SamePatient,
    ReviewClaim? Claim,
    string PracticeName
)
{
    public PendingDecision? Pending { get; init; }

    public IReadOnlyList<ReviewAct> Acts { get; init; } = [];

    public IReadOnlyList<PracticeMessage> FromPractice { get; init; } = [];

    public PracticePattern Pattern { get; init; } = PracticePattern.None;

    public string Reference => ReferralReference.Display(Journey.Reference);

    /// <summary>Questions that the rules which brought it here would have asked, each once.</summary>
    public IEnumerable<string> Questions => Why.SelectMany(w => w.Questions).Distinct();
}
