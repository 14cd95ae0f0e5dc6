using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>Advice and requests for information, each as a Communication to the practice that referred.</summary>
sealed class CommunicationType(ReferralQuery query, PracticeRegister practices, TimeProvider time, AllNotes notes) : IFhirResourceType
{
    /// <summary>
    /// Referrals looked at for one page. Most have no notes, so that a page may be short of what was asked for and still have a next one.
    /// </summary>
    const int ReferralsMax = 5_000;
    const int ReferralsAtOnce = 500;

    /// <summary>Stands behind every note of a referral.</summary>
    const string BehindAll = "~";

    public string Type => "Communication";

    public string Documentation =>
        "Advice to a practice about its referral, or a request for information that is missing, signed by a clinician "
        + "or naming the rule that asks; "
        + "and what the practice says: an answer, an appeal against a return, a withdrawal.";

    public string? Profile => null;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("based-on", SearchParameterType.Reference, "The referral.", "basedOn", "ServiceRequest"),
        new(
            "patient",
            SearchParameterType.Reference,
            "Id of the Patient, or the NHS number.",
            "subject",
            "Patient",
            ["identifier", "family", "birthdate"]
        ),
        new("subject", SearchParameterType.Reference, "The same as patient.", "subject", "Patient", ["identifier", "family", "birthdate"]),
        new("recipient", SearchParameterType.Reference, "ODS code of the practice.", "recipient", "Organization", ["identifier"]),
        new("sender", SearchParameterType.Reference, "The clinician who signed.", "sender", "PractitionerRole"),
        new("category", SearchParameterType.Token, "question, advice, answer, appeal or withdrawal."),
        new("sent", SearchParameterType.Date, "When it was said."),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Guid.TryParse(id[..dot], out var referral))
            return null;
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        return journey is null ? null
            : (await notes.ReadAsync(db, journey.Id, cancellationToken)).FirstOrDefault(n => ComputeId(journey.Id, n) == id) is { } note
                ? Write(ReferralView.FromJourney(journey, practices), note)
            : null;
    }

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        var onReferral = request with { Terms = [.. request.Terms.Where(t => t.Name is not ("category" or "sent" or "sender" or "_id"))] };
        var journeys = query.Filter(
            db,
            onReferral,
            (rows, term) =>
            {
                if (term.Name != "based-on")
                    return null;
                var ids = term.Ids.Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty).ToList();
                return rows.Where(j => ids.Contains(j.Id));
            }
        );
        if (request.Terms.FirstOrDefault(t => t.Name == "_id") is { } named)
        {
            var ids = named.Ids.Select(i => Guid.TryParse(i.Split('.')[0], out var id) ? id : Guid.Empty).ToList();
            journeys = journeys.Where(j => ids.Contains(j.Id));
        }

        return await PageAsync(db, journeys, request, cancellationToken);
    }

    /// <summary>By referral, and within it by id.</summary>
    async Task<SearchPage> PageAsync(
        HubDbContext db,
        IQueryable<ReferralJourney> journeys,
        SearchRequest request,
        CancellationToken cancellationToken
    )
    {
        var isBackward = request.Cursor?.IsBackward ?? false;
        var isDescending = request.Sort.IsDescending != isBackward;
        var (from, fromNote) =
            request.Cursor is { } cursor && cursor.Id.Split('.') is [var start, ..] && Guid.TryParse(start, out var parsed)
                ? (parsed, cursor.Id)
                : ((Guid?)null, "");
        var found = new List<FhirResource>();
        var (looked, last, isEnd) = (0, from, false);
        while (!isEnd && looked < ReferralsMax && (found.Count <= request.Count || request.WantsTotal))
        {
            var rows = await TakeAfter(journeys, last, isFirst: looked == 0, isDescending)
                .Take(ReferralsAtOnce)
                .ToListAsync(cancellationToken);
            var said = await notes.ReadAsync(db, [.. rows.Select(r => r.Id)], cancellationToken);
            foreach (var row in rows)
            {
                var view = ReferralView.FromJourney(row, practices);
                var own = said[row.Id]
                    .Where(n => Fits(n, row.Id, request))
                    .Select(n => Write(view, n))
                    .OrderBy(r => r.Id, StringComparer.Ordinal);
                found.AddRange(
                    (isDescending ? own.Reverse() : own).Where(r =>
                        row.Id != from
                        || (isDescending ? string.CompareOrdinal(r.Id, fromNote) < 0 : string.CompareOrdinal(r.Id, fromNote) > 0)
                    )
                );
            }

            looked += rows.Count;
            isEnd = rows.Count < ReferralsAtOnce;
            if (rows.Count > 0)
                last = rows[^1].Id;
        }

        int? total = request.WantsTotal && isEnd && request.Cursor is null ? found.Count : null;
        var hasMore = found.Count > request.Count;
        var page = found.Take(request.Count).ToList();
        var edge =
            hasMore ? page.LastOrDefault()?.Id
            : isEnd ? null
            : $"{last}.{(isDescending ? "" : BehindAll)}";
        if (isBackward)
            page.Reverse();
        var next = isBackward ? page.LastOrDefault()?.Id : edge;
        var previous =
            isBackward ? edge
            : request.Cursor is null ? null
            : page.FirstOrDefault()?.Id;
        return new(
            page,
            next is null || request.Count == 0 ? null : new(false, "", next),
            previous is null || request.Count == 0 ? null : new(true, "", previous),
            total
        );
    }

    /// <summary>Referrals behind one; the first time with that one itself, of which a page may have shown a part.</summary>
    static IQueryable<ReferralJourney> TakeAfter(IQueryable<ReferralJourney> journeys, Guid? last, bool isFirst, bool isDescending)
    {
        if (last is { } id)
        {
            journeys = (isDescending, isFirst) switch
            {
                (false, true) => journeys.Where(j => j.Id >= id),
                (false, false) => journeys.Where(j => j.Id > id),
                (true, true) => journeys.Where(j => j.Id <= id),
                (true, false) => journeys.Where(j => j.Id < id),
            };
        }

        return isDescending ? journeys.OrderByDescending(j => j.Id) : journeys.OrderBy(j => j.Id);
    }

    bool Fits(ReferralNote note, Guid referral, SearchRequest request) =>
        request.Terms.All(term =>
            term.Name switch
            {
                "_id" => term.Ids.Contains(ComputeId(referral, note)),
                "category" => term.FitsToken(FhirSystems.CommunicationCategory, Category(note.Kind)),
                "sender" => note.PractitionerRole is { } role && term.Ids.Contains(role),
                "sent" => term.Values.All(v => term.Date(v, time.UtcNow()).Filter(new[] { note.At }.AsQueryable(), at => at).Any()),
                _ => true,
            }
        );

    /// <summary>Stays the same for as long as the note does, which is never changed.</summary>
    static string ComputeId(Guid referral, ReferralNote note) =>
        $"{referral}.{EntityId.FromName($"{note.At:O}|{note.Author}|{note.Text}"):N}"[..(36 + 1 + 16)];

    static string Category(NoteKind kind) => kind.ToString().ToLowerInvariant();

    static string Describe(NoteKind kind) =>
        kind switch
        {
            NoteKind.Question => "Request for information",
            NoteKind.Advice => "Advice",
            NoteKind.Answer => "Answer to a request for information",
            NoteKind.Appeal => "Appeal against a return",
            _ => "Withdrawal of a referral",
        };

    internal static FhirResource Write(ReferralView view, ReferralNote note) =>
        FhirResource.Write(Create(view, note), "1", note.At) with
        {
            About = new(view.Id, view.PatientKey),
        };

    static R4.Communication Create(ReferralView view, ReferralNote note)
    {
        var practice = view.IsPracticeKnown ? $"Organization/{view.Practice}" : null;
        var communication = new R4.Communication
        {
            Id = ComputeId(view.Id, note),
            BasedOn = [new($"ServiceRequest/{view.Id}")],
            Status = R4.EventStatus.Completed,
            Category = [R4Values.Concept(FhirSystems.CommunicationCategory, Category(note.Kind), Describe(note.Kind))],
            Subject = new($"Patient/{view.PatientKey}"),
            Sent = FhirDateTime.Instant(note.At),
            Sender = new()
            {
                Reference =
                    note.IsFromPractice ? practice
                    : note.PractitionerRole is { } role ? $"PractitionerRole/{role}"
                    : null,
                Display = note.Author,
            },
            Payload = [new() { Content = new R4.FhirString(note.Text) }],
        };
        if (!note.IsFromPractice && view.Practice is { } recipient)
            communication.Recipient.Add(R4Values.Organization(recipient, reference: practice));
        return communication;
    }
}
