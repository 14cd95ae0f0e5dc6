using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Triage;

namespace ReferralHub.Review;

/// <summary>Everything a reviewer needs on one page.</summary>
public sealed record ReferralSheet(ReferralJourney Journey, ReferralFacts Facts, IReadOnlyList<RuleTrace> Why, IReadOnlyList<ReviewDecision> Decisions, IReadOnlyList<LogEvent> History, IReadOnlyList<ReferralJourney> SamePatient, ReviewClaim? Claim, string PracticeName)
{
    public string Reference => ReferralReference.Display(Journey.Reference);
}

/// <summary>Reads a sheet.</summary>
public sealed class ReferralSheets(HubDatabase database, PracticeRegister practices)
{
    const int SamePatientMax = 20;

    public async Task<ReferralSheet?> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed)) return null;
        await using var db = database.OpenRead();
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Reference == parsed.Value, cancellationToken);
        if (journey is null) return null;
        var id = journey.Id;
        var record = await db.Referrals.FirstAsync(r => r.Referral == id, cancellationToken);
        var run = await db.TriageRuns.Where(t => t.Referral == id).OrderByDescending(t => t.Version).FirstOrDefaultAsync(cancellationToken);
        var decisions = await db.ReviewDecisions.Where(d => d.Referral == id).OrderBy(d => d.Version).ToListAsync(cancellationToken);
        var history = await db.Log.Where(e => e.Referral == id).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        var others = await db.Journeys.Where(j => j.PatientKey == journey.PatientKey && j.Id != id).OrderByDescending(j => j.Received).Take(SamePatientMax).ToListAsync(cancellationToken);
        var claim = await db.ReviewClaims.FirstOrDefaultAsync(c => c.Referral == id, cancellationToken);
        return new(journey, record.ReadFacts(), run?.ReadFired() ?? [], decisions, history, others, claim, practices.NameOf(journey.Practice));
    }
}
