using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Register;
using ReferralHub.Triage;

namespace ReferralHub.Review;

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

    public PracticePattern Pattern { get; init; } = new(0, 0, 0, 0, 0);

    public string Reference => ReferralReference.Display(Journey.Reference);

    /// <summary>Questions that the rules which brought it here would have asked, each once.</summary>
    public IEnumerable<string> Questions => Why.SelectMany(w => w.Questions).Distinct();
}

/// <summary>What became of a practice's other referrals to a specialty in the last year.</summary>
/// <param name="PassedOn">Accepted at some time, by a rule or by a clinician.</param>
public sealed record PracticePattern(int Referrals, int PassedOn, int Asked, int Returned, int Open);

/// <summary>Reads a sheet.</summary>
public sealed class ReferralSheets(HubDatabase database, PracticeRegister practices, TimeProvider time)
{
    const int SamePatientMax = 20;
    const int PatternMax = 500;

    public async Task<ReferralSheet?> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return null;
        await using var db = database.OpenRead();
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Reference == parsed.Value, cancellationToken);
        if (journey is null)
            return null;
        var id = journey.Id;
        // Of an appeal, the return that it is about belongs to what must be read.
        var followed = journey.Has(Flags.Appealed) ? journey.Follows : null;
        var record = await db.Referrals.FirstAsync(r => r.Referral == id, cancellationToken);
        var run = await db.TriageRuns.Where(t => t.Referral == id).OrderByDescending(t => t.Version).FirstOrDefaultAsync(cancellationToken);
        var decisions = await db
            .ReviewDecisions.Where(d => d.Referral == id || d.Referral == followed)
            .OrderBy(d => d.At)
            .ToListAsync(cancellationToken);
        var history = await db.Log.Where(e => e.Referral == id).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        var others = await db
            .Journeys.Where(j => j.PatientKey == journey.PatientKey && j.Id != id)
            .OrderByDescending(j => j.Received)
            .Take(SamePatientMax)
            .ToListAsync(cancellationToken);
        var claim = await db.ReviewClaims.FirstOrDefaultAsync(c => c.Referral == id, cancellationToken);
        return new(
            journey,
            record.ReadFacts(),
            run?.ReadFired() ?? [],
            decisions,
            history,
            others,
            claim,
            practices.FindName(journey.Practice)
        )
        {
            Pending = await db.PendingDecisions.FirstOrDefaultAsync(p => p.Referral == id, cancellationToken),
            Acts = await db.ReviewActs.Where(a => a.Referral == id).OrderBy(a => a.At).ToListAsync(cancellationToken),
            FromPractice = await db.PracticeMessages.Where(m => m.Referral == id).OrderBy(m => m.At).ToListAsync(cancellationToken),
            Pattern = await PatternAsync(db, journey, cancellationToken),
        };
    }

    async Task<PracticePattern> PatternAsync(HubDbContext db, ReferralJourney journey, CancellationToken cancellationToken)
    {
        if (journey.Practice is null || journey.Specialty is null)
            return new(0, 0, 0, 0, 0);
        var since = time.GetUtcNow().UtcDateTime.AddYears(-1);
        var stages = await db
            .Journeys.Where(j =>
                j.Practice == journey.Practice && j.Received >= since && j.Specialty == journey.Specialty && j.Id != journey.Id
            )
            .OrderByDescending(j => j.Received)
            .Select(j => j.Stage)
            .Take(PatternMax)
            .ToListAsync(cancellationToken);
        return new(
            stages.Count,
            stages.Count(s =>
                s
                    is Stage.Accepted
                        or Stage.AwaitingChoice
                        or Stage.AwaitingCapacity
                        or Stage.Chosen
                        or Stage.Dispatched
                        or Stage.HandedOver
            ),
            stages.Count(s => s == Stage.AwaitingInformation),
            stages.Count(s => s == Stage.Returned),
            stages.Count(s => s is Stage.Received or Stage.InReview)
        );
    }
}
