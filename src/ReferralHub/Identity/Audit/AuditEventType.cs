using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// The audit as FHIR AuditEvents, for the privacy officer and for a system of the centre that was given
/// <c>system/AuditEvent.r</c>. For everybody else the server has no such type.
/// </summary>
sealed class AuditEventType(IHttpContextAccessor http, TimeProvider time) : IFhirResourceType
{
    const string Scope = "system/AuditEvent.";

    public string Type => "AuditEvent";

    public string Documentation => "One audited call: who did what, when, to whose records, and how it ended. For the privacy officer.";

    public string? Profile => null;

    public bool IsRestricted => true;

    public bool IsOffered =>
        http.HttpContext is { } context
        && (context.Caller ?? context.FindAuditEntry()?.Caller) is { } caller
        && (
            caller.Role == CallerRole.Privacy
            || (
                caller.Role == CallerRole.CentreSystem
                && caller.Scopes.Any(s =>
                    s.StartsWith(Scope, StringComparison.Ordinal) && s[Scope.Length..].Contains('r', StringComparison.Ordinal)
                )
            )
        );

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("patient", SearchParameterType.Reference, "Id of the Patient whose records it was about."),
        new("entity", SearchParameterType.Reference, "Id of the ServiceRequest that it was about."),
        new("agent", SearchParameterType.Reference, "Id of the person or client who did it."),
        new("date", SearchParameterType.Date, "When it was done."),
    ];

    public IReadOnlyList<string> Sorts => ["_id", "date"];

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        if (
            !Guid.TryParse(id, out var key)
            || await db.AccessEvents.FirstOrDefaultAsync(e => e.Id == key, cancellationToken) is not { } found
        )
            return null;
        var subjects = await AuditSubjects.FindAsync(db, [found], cancellationToken);
        return AuditEvents.Write(found, [.. subjects[found.Id]]);
    }

    /// <summary>Ids begin with the time, so that by id is by time.</summary>
    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        IQueryable<AccessEvent> events = db.AccessEvents;
        foreach (var term in request.Terms)
            events = Filter(db, events, term);
        int? total = request.WantsTotal ? await events.CountAsync(cancellationToken) : null;
        if (request.Count == 0)
            return new([], Total: total);
        var isBackward = request.Cursor?.IsBackward == true;
        var isDescending = request.Sort.IsDescending != isBackward;
        if (request.Cursor is { } at && Guid.TryParse(at.Id, out var after))
            events = isDescending ? events.Where(e => e.Id < after) : events.Where(e => e.Id > after);
        var found = await (isDescending ? events.OrderByDescending(e => e.Id) : events.OrderBy(e => e.Id))
            .Take(request.Count + 1)
            .ToListAsync(cancellationToken);
        var hasMore = found.Count > request.Count;
        var page = found.Take(request.Count).ToList();
        if (isBackward)
            page.Reverse();
        var subjects = await AuditSubjects.FindAsync(db, page, cancellationToken);
        return new(
            page.ConvertAll(e => AuditEvents.Write(e, [.. subjects[e.Id]])),
            page.Count > 0 && (isBackward || hasMore) ? new(false, "", page[^1].Id.ToString()) : null,
            page.Count > 0 && (isBackward ? hasMore : request.Cursor is not null) ? new(true, "", page[0].Id.ToString()) : null,
            total
        );
    }

    IQueryable<AccessEvent> Filter(HubDbContext db, IQueryable<AccessEvent> events, SearchTerm term)
    {
        var ids = term.Ids.ToList();
        var keys = ids.ConvertAll(i => Guid.TryParse(i, out var id) ? id : Guid.Empty);
        var subjects = db.AccessSubjects.AsQueryable();
        switch (term.Name)
        {
            case "_id":
                return events.Where(e => keys.Contains(e.Id));
            case "patient":
                var ofPatients = subjects.Where(s => s.PatientKey != null && ids.Contains(s.PatientKey)).Select(s => s.Event);
                return events.Where(e => ofPatients.Contains(e.Id));
            case "entity":
                var ofReferrals = subjects.Where(s => s.Referral != null && keys.Contains(s.Referral.Value)).Select(s => s.Event);
                return events.Where(e => ofReferrals.Contains(e.Id));
            case "agent":
                return events.Where(e => ids.Contains(e.Caller));
            case "date":
                if (term.Values is not [var value])
                    throw SearchRefusedException.Value(term, "give one date; for a span repeat the parameter, as in ge and lt.");
                return term.Date(value, time.UtcNow()).Filter(events, e => e.At);
            default:
                throw new InvalidOperationException($"The search parameter {term.Name} is offered and not applied.");
        }
    }
}
