using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>What the store has of the senders and patients of a batch before anything of it is stored.</summary>
static class EarlierSubmissions
{
    const int OthersMax = 1_000;

    /// <summary>Messages with the ids of the batch, by sender and id.</summary>
    public static async Task<Dictionary<(string, string), Submission>> FindAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var ids = batch.Select(s => s.MessageId).ToList();
        var found = await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.MessageId)).ToListAsync(cancellationToken);
        if (found.Count > 0)
        {
            // A message is kept under an alternative id only where its own was there before.
            var alternatives = batch.SelectMany(s => new[] { FormatAdmittedId(s), FormatConflictId(s) }).ToList();
            found.AddRange(
                await db.Submissions.AsNoTracking().Where(s => alternatives.Contains(s.MessageId)).ToListAsync(cancellationToken)
            );
        }

        return found.ToDictionary(s => (s.Sender, s.MessageId));
    }

    /// <summary>The other journeys of each patient of whom the batch has a new referral, newest first.</summary>
    public static async Task<Dictionary<string, List<PatientJourney>>> FindSamePatientAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var keys = batch.Where(s => s.Facts.Message.Kind == SubmissionKind.New).Select(s => s.PatientKey).Distinct().ToList();
        if (keys.Count == 0)
            return [];
        var found = await db
            .Journeys.AsNoTracking()
            .Where(j => keys.Contains(j.PatientKey))
            .OrderByDescending(j => j.Received)
            .Select(j => new { j.PatientKey, Other = new PatientJourney(j.Id, j.Stage, j.Specialty, j.Received) })
            .Take(OthersMax)
            .ToListAsync(cancellationToken);
        return found.GroupBy(f => f.PatientKey).ToDictionary(g => g.Key, g => g.Select(f => f.Other).ToList());
    }

    /// <summary>The id under which a message is kept that a person admitted though its own id was used before.</summary>
    public static string FormatAdmittedId(ParsedSubmission submission) => $"{submission.MessageId}#admitted-{submission.Sha256[..16]}";

    /// <summary>The id under which a message is kept whose own id was used before with other content.</summary>
    public static string FormatConflictId(ParsedSubmission submission) => $"{submission.MessageId}#conflict-{submission.Sha256[..16]}";
}
