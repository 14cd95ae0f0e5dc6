using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Review.Concerns;
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

    /// <summary>Complaints and incidents about it, oldest first.</summary>
    public IReadOnlyList<Concern> Concerns { get; init; } = [];

    /// <summary>Every provider it was meant for, oldest first, with those that declined.</summary>
    public IReadOnlyList<ReferralDestination> Destinations { get; init; } = [];

    /// <summary>Where it is or goes now; null while no provider has been chosen.</summary>
    public ReferralDestination? Destination => AllDestinations.FindCurrent(Journey.Stage, Destinations);

    /// <summary>How often its practice was asked about it and got it back, with the referrals that it goes on from.</summary>
    public TimesAsked Times { get; init; } = TimesAsked.Never;

    /// <summary>The same of all the practice's referrals of the last year.</summary>
    public TimesAsked PracticeTimes { get; init; } = TimesAsked.Never;

    public PracticePattern Pattern { get; init; } = PracticePattern.None;

    /// <summary>What the scanner said of each attachment, by its number; null for those without content.</summary>
    public IReadOnlyList<AttachmentVerdict?> Scans { get; init; } = [];

    /// <summary>The same of what the practice attached, by its message.</summary>
    public IReadOnlyDictionary<Guid, AttachmentVerdict> MessageScans { get; init; } = new Dictionary<Guid, AttachmentVerdict>();

    public string Reference => ReferralReference.Display(Journey.Reference);

    /// <summary>Questions that the rules which brought it here would have asked, each once.</summary>
    public IEnumerable<string> Questions => Why.SelectMany(w => w.Questions).Distinct();
}
