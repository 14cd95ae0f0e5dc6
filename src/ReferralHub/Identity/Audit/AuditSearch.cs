using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>What the privacy officer asks. Of the first three one is enough; the rest narrows it.</summary>
/// <param name="Patient">NHS number, or reference of a referral, whose patient is meant.</param>
/// <param name="Person">Name of whoever did it, as it is written in the audit.</param>
/// <param name="IsEmergency">Only what was done under emergency access.</param>
/// <param name="IsSameName">Only what was done by somebody of the same surname as the patient.</param>
public sealed record AuditQuestion(string? Patient, string? Person, bool IsEmergency, bool IsSameName)
{
    public bool IsAsked => !string.IsNullOrWhiteSpace(Patient) || !string.IsNullOrWhiteSpace(Person) || IsEmergency;
}

/// <summary>One audited call as the page shows it.</summary>
/// <param name="References">Of the referrals that it was about, as far as the page shows them.</param>
/// <param name="IsSameName">Whether whoever did it has the surname of a patient that it was about.</param>
public sealed record AuditRow(AccessEvent Event, IReadOnlyList<string> References, bool IsSameName);

/// <summary>The answer to a question.</summary>
/// <param name="IsFound">False when a patient was asked for who is not here.</param>
/// <param name="HasMore">Whether there are older ones than are shown.</param>
public sealed record AuditAnswer(IReadOnlyList<AuditRow> Rows, IReadOnlyList<AuditedPatient> Patients, bool IsFound, bool HasMore)
{
    public static AuditAnswer Nothing { get; } = new([], [], true, false);
}

/// <summary>Answers who has seen a patient, what somebody saw, and what was done under emergency access; newest first.</summary>
public sealed class AuditSearch(HubDatabase database, IAuditedPatients patients)
{
    public const int PageRowsMax = 100;
    public const int ExportRowsMax = 10_000;
    const int ReferencesShownMax = 5;

    /// <param name="rowsMax">How many rows at the most.</param>
    public async Task<AuditAnswer> AskAsync(AuditQuestion question, int rowsMax, CancellationToken cancellationToken)
    {
        if (!question.IsAsked)
            return AuditAnswer.Nothing;
        await using var db = database.OpenRead(AccessScope.System("only the privacy officer asks the audit"));
        IReadOnlyList<AuditedPatient> asked = [];
        List<string>? keys = null;
        if (!string.IsNullOrWhiteSpace(question.Patient))
        {
            asked = await patients.FindAsync(db, question.Patient.Trim(), cancellationToken);
            if (asked.Count == 0)
                return new([], [], IsFound: false, HasMore: false);
            keys = [.. asked.Select(p => p.PatientKey).Distinct()];
            foreach (var one in asked)
                AuditEntry.Current?.Touch(one.Referral, one.PatientKey);
        }

        var events = await Filter(db, question, keys).Take(rowsMax + 1).ToListAsync(cancellationToken);
        var rows = await DescribeAsync(db, [.. events.Take(rowsMax)], cancellationToken);
        return new(question.IsSameName ? [.. rows.Where(r => r.IsSameName)] : rows, asked, IsFound: true, events.Count > rowsMax);
    }

    static IQueryable<AccessEvent> Filter(HubDbContext db, AuditQuestion question, List<string>? keys)
    {
        IQueryable<AccessEvent> events = db.AccessEvents;
        if (question.IsEmergency)
            events = events.Where(e => e.Emergency != null);
        if (!string.IsNullOrWhiteSpace(question.Person))
        {
            var name = question.Person.Trim();
            events = events.Where(e => e.Name == name);
        }

        if (keys is null)
            return events.OrderByDescending(e => e.At);
        // Along the index of patient and time, and of each call once.
        return db
            .AccessSubjects.Where(s => s.PatientKey != null && keys.Contains(s.PatientKey))
            .Select(s => new { s.Event, s.At })
            .Distinct()
            .Join(events, s => s.Event, e => e.Id, (s, e) => new { Event = e, s.At })
            .OrderByDescending(x => x.At)
            .Select(x => x.Event);
    }

    async Task<List<AuditRow>> DescribeAsync(HubDbContext db, List<AccessEvent> events, CancellationToken cancellationToken)
    {
        var ids = events.ConvertAll(e => e.Id);
        var subjects = await db
            .AccessSubjects.Where(s => ids.Contains(s.Event) && s.Number <= ReferencesShownMax)
            .OrderBy(s => s.Number)
            .ToListAsync(cancellationToken);
        var references = await patients.ListReferencesAsync(
            db,
            [.. subjects.Select(s => s.Referral).OfType<Guid>().Distinct()],
            cancellationToken
        );
        var families = (
            await patients.FindManyAsync(db, [.. subjects.Select(s => s.PatientKey).OfType<string>().Distinct()], cancellationToken)
        )
            .Where(p => p.Family is not null)
            .ToDictionary(p => p.PatientKey, p => PersonName.Fold(p.Family!));
        var byEvent = subjects.ToLookup(s => s.Event);
        return events.ConvertAll(e =>
        {
            var surname = PersonName.Split(e.Name).Family is { } own ? PersonName.Fold(own) : null;
            return new AuditRow(
                e,
                [.. byEvent[e.Id].Select(s => s.Referral is { } id ? references.GetValueOrDefault(id) : null).OfType<string>()],
                surname is not null && byEvent[e.Id].Any(s => s.PatientKey is { } key && families.GetValueOrDefault(key) == surname)
            );
        });
    }
}
