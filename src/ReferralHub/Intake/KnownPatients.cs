using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>Who a submission is about among those the hub knows.</summary>
/// <param name="Key">Key of the patient.</param>
/// <param name="Same">This patient's other journeys, newest first.</param>
/// <param name="Alike">Journeys of others who share the number, or the name and date of birth.</param>
sealed record IdentifiedPatient(string Key, IReadOnlyList<PatientJourney> Same, IReadOnlyList<PatientJourney> Alike);

/// <summary>The patients of a batch who are on file already, and those who came earlier in the batch.</summary>
sealed class KnownPatients
{
    const int OthersMax = 1_000;
    readonly Dictionary<string, List<PatientJourney>> byKey;

    KnownPatients(Dictionary<string, List<PatientJourney>> byKey) => this.byKey = byKey;

    public static async Task<KnownPatients> FindAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var keys = batch
            .Where(s => s.Facts.Message.Kind is SubmissionKind.New or SubmissionKind.Amendment)
            .SelectMany(s => s.PatientKeys)
            .Distinct()
            .ToList();
        if (keys.Count == 0)
            return new([]);
        var found = await db
            .Journeys.AsNoTracking()
            .Where(j => keys.Contains(j.PatientKey))
            .Join(
                db.Referrals.AsNoTracking(),
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        j.PatientKey,
                        j.Id,
                        j.Stage,
                        j.Specialty,
                        j.Received,
                        r.NhsNumber,
                        r.Family,
                        r.Given,
                        r.BirthDate,
                    }
            )
            .OrderByDescending(f => f.Received)
            .Take(OthersMax)
            .ToListAsync(cancellationToken);
        return new(
            found
                .GroupBy(f => f.PatientKey)
                .ToDictionary(
                    g => g.Key,
                    g =>
                        g.Select(f => new PatientJourney(f.Id, f.Stage, f.Specialty, f.Received)
                            {
                                Key = f.PatientKey,
                                Person = new(f.NhsNumber, f.Family, f.Given, f.BirthDate),
                            })
                            .ToList()
                )
        );
    }

    /// <summary>
    /// Whoever agrees with somebody on file is that person. Whoever does not, and would have the key of somebody else, has a key
    /// of their own, and both are to be looked at by a person.
    /// </summary>
    public IdentifiedPatient Identify(ParsedSubmission submission)
    {
        var person = PersonOnFile.FromFacts(submission.Facts.Patient);
        var onFile = submission
            .PatientKeys.SelectMany(k => byKey.GetValueOrDefault(k) ?? [])
            .OrderByDescending(j => j.Received)
            .ToLookup(j => SamePerson.FindDifference(j.Person!, person) == PersonDifference.None);
        var (same, alike) = (onFile[true].ToList(), onFile[false].ToList());
        var key =
            same.Count > 0 ? same[0].Key!
            : alike.Exists(j => j.Key == submission.PatientKey) ? submission.PatientKeys[1]
            : submission.PatientKey;
        return new(key, same, alike);
    }

    /// <summary>A journey that begins in this batch, for those that come after it.</summary>
    public void Add(ReferralJourney journey, ReferralFacts facts)
    {
        if (!byKey.TryGetValue(journey.PatientKey, out var journeys))
            byKey[journey.PatientKey] = journeys = [];
        journeys.Add(
            new(journey.Id, journey.Stage, journey.Specialty, journey.Received)
            {
                Key = journey.PatientKey,
                Person = PersonOnFile.FromFacts(facts.Patient),
            }
        );
    }
}
