using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Referrals.Register;
using ReferralHub.Review.Concerns;
using ReferralHub.Triage;

namespace ReferralHub.Review.Referral;

/// <summary>Reads everything that is known about one referral.</summary>
public sealed class ReadReferralSheet(
    HubDatabase database,
    CurrentScope callerScope,
    PracticeRegister practices,
    AllDestinations destinations,
    AttachmentVerdicts verdicts,
    TimeProvider time
)
{
    const int SamePatientMax = 20;

    /// <summary>The sheet; null when there is no such referral.</summary>
    public async Task<ReferralSheet?> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return null;
        await using var db = database.OpenRead(callerScope.Read());
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Reference == parsed.Value, cancellationToken);
        if (journey is null)
            return null;
        var id = journey.Id;
        // The return that an appeal is about belongs to what must be read.
        var followed = journey.Has(Flags.Appealed) ? journey.Follows : null;
        var record = await db.Referrals.FirstAsync(r => r.Referral == id, cancellationToken);
        var run = await db.TriageRuns.Where(t => t.Referral == id).OrderByDescending(t => t.Version).FirstOrDefaultAsync(cancellationToken);
        var decisions = await db
            .ReviewDecisions.Where(d => d.Referral == id || d.Referral == followed)
            // Those of the referral that it follows came before.
            .OrderBy(d => d.Referral == id)
            .ThenBy(d => d.Version)
            .ToListAsync(cancellationToken);
        var history = await db.Log.Where(e => e.Referral == id).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        var others = await db
            .Journeys.Where(j => j.PatientKey == journey.PatientKey && j.Id != id)
            .OrderByDescending(j => j.Received)
            .Take(SamePatientMax)
            .ToListAsync(cancellationToken);
        var claim = await db.ReviewClaims.FirstOrDefaultAsync(c => c.Referral == id, cancellationToken);
        var before = await ReadEarlierAsync(db, journey, cancellationToken);
        var (facts, why) = (record.ReadFacts(), run?.ReadFired() ?? []);
        if (journey.Has(Flags.AttachmentInfected))
            why = [.. why.Select(w => w.WithoutTextOfFiles())];
        var fromPractice = await db
            .PracticeMessages.Where(m => m.Referral == id)
            .OrderBy(m => m.At)
            .ThenBy(m => m.Id)
            .ToListAsync(cancellationToken);
        return new(journey, facts, why, decisions, history, others, claim, practices.FindName(journey.Practice))
        {
            Pending = await db.PendingDecisions.FirstOrDefaultAsync(p => p.Referral == id, cancellationToken),
            Acts = await db.ReviewActs.Where(a => a.Referral == id).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(cancellationToken),
            FromPractice = fromPractice,
            Concerns = await db.Concerns.Where(c => c.Referral == id).OrderBy(c => c.At).ToListAsync(cancellationToken),
            Destinations = [.. (await destinations.ReadAsync(db, [id], cancellationToken))[id]],
            Times = TimesAsked.Count(history.Concat(before)),
            PracticeTimes = journey.Practice is { } practice
                ? await TimesAsked.ReadAsync(db, practice, null, time.UtcNow().AddYears(-1), cancellationToken)
                : TimesAsked.Never,
            Pattern = await PracticePattern.ReadAsync(db, journey, time.UtcNow(), cancellationToken),
            Scans = await verdicts.ListAsync(id, facts, cancellationToken),
            MessageScans = await verdicts.ListAsync(fromPractice, cancellationToken),
        };
    }

    /// <summary>Events of the referrals that this one goes on from, one after the other.</summary>
    static async Task<List<LogEvent>> ReadEarlierAsync(HubDbContext db, ReferralJourney journey, CancellationToken token)
    {
        const int linksMax = 5;
        var events = new List<LogEvent>();
        var earlier = journey.Follows;
        for (var link = 0; earlier is { } id && link < linksMax; link++)
        {
            events.AddRange(await db.Log.Where(e => e.Referral == id).ToListAsync(token));
            earlier = await db.Journeys.Where(j => j.Id == id).Select(j => j.Follows).FirstOrDefaultAsync(token);
        }

        return events;
    }
}
