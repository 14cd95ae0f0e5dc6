using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>The Task of each referral: whose turn it is, since when and until when.</summary>
sealed class TaskType(
    ReferralQuery query,
    ReferralHistory history,
    PracticeRegister practices,
    AllDestinations destinations,
    AllNotes notes
) : IFhirResourceType
{
    public string Type => "Task";

    public string Documentation =>
        "Where a referral is (businessStatus), whose turn it is (owner), since when (executionPeriod.start) and until "
        + "when (restriction.period.end). It has the id of its ServiceRequest.";

    public string? Profile => ReferralResources.TaskProfile;

    public bool HasHistory => true;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        .. ReferralQuery.SharedParameters,
        new(
            "patient",
            SearchParameterType.Reference,
            "Id of the Patient, or the NHS number.",
            "for",
            "Patient",
            ["identifier", "family", "birthdate"]
        ),
        new("subject", SearchParameterType.Reference, "The same as patient.", "for", "Patient", ["identifier", "family", "birthdate"]),
        new("focus", SearchParameterType.Reference, "The referral.", "focus", "ServiceRequest"),
        new("requester", SearchParameterType.Reference, "ODS code of the practice that referred.", null, "Organization", ["identifier"]),
        new(
            "owner",
            SearchParameterType.Reference,
            "ODS code of the practice or provider whose turn it is.",
            "owner",
            "Organization",
            ["identifier"]
        ),
        new(
            "status",
            SearchParameterType.Token,
            "received, accepted, in-progress, on-hold, completed, rejected, cancelled or entered-in-error."
        ),
        new("business-status", SearchParameterType.Token, "Stage of the referral, such as awaiting-choice."),
        new("authored-on", SearchParameterType.Date, "When the referral was received here."),
        new("modified", SearchParameterType.Date, "When it last changed."),
    ];

    public IReadOnlyList<string> Sorts => ["_id", "_lastUpdated", "modified", "authored-on"];

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key))
            return null;
        var found = await db
            .Journeys.Where(j => j.Id == key)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var views = await destinations.AttachAsync(db, [ReferralView.FromJourney(found.Journey, practices)], cancellationToken);
        views = await WithDuplicatesAsync(db, views, cancellationToken);
        return ReferralResources.Task(views[0], ReferralFacts.Read(found.Facts), await notes.ReadAsync(db, key, cancellationToken));
    }

    public async Task<IReadOnlyList<FhirResource>> ReadHistoryAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key))
            return [];
        var all = await notes.ReadAsync(db, key, cancellationToken);
        return
        [
            .. (await history.ReadAsync(db, key, cancellationToken)).Select(v =>
                ReferralResources.Task(v.View, v.Facts, [.. all.Where(n => n.At <= v.View.Updated)])
            ),
        ];
    }

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        var (rows, next, previous, total) = await query.PageAsync(
            db,
            request,
            (journeys, term) => FilterByOwnTerm(db, journeys, term),
            cancellationToken
        );
        var said = await notes.ReadAsync(db, [.. rows.Select(r => r.View.Id)], cancellationToken);
        var views = await WithDuplicatesAsync(db, [.. rows.Select(r => r.View)], cancellationToken);
        return new([.. rows.Select((r, i) => ReferralResources.Task(views[i], r.Facts, [.. said[r.View.Id]]))], next, previous, total);
    }

    /// <summary>Says of those that were closed as duplicates which referral goes on.</summary>
    static async Task<IReadOnlyList<ReferralView>> WithDuplicatesAsync(
        HubDbContext db,
        IReadOnlyList<ReferralView> views,
        CancellationToken cancellationToken
    )
    {
        var cancelled = views.Where(v => v.Stage == Stage.Cancelled).Select(v => v.Id).ToList();
        var others = await Duplicates.FindReferencesAsync(db, cancelled, cancellationToken);
        return others.Count == 0 ? views : [.. views.Select(v => v with { DuplicateOf = others.GetValueOrDefault(v.Id) })];
    }

    IQueryable<ReferralJourney>? FilterByOwnTerm(HubDbContext db, IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        switch (term.Name)
        {
            case "focus":
                var ids = term.Ids.Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty).ToList();
                return journeys.Where(j => ids.Contains(j.Id));
            case "owner":
                var (isAny, codes) = term.FindOds();
                var owned = journeys.Where(j => j.OwnerKind == OwnerKind.Practice || j.OwnerKind == OwnerKind.Provider);
                if (isAny)
                    return owned;
                var accepted = destinations.FindAcceptedBy(db, codes);
                return journeys.Where(j =>
                    ((j.OwnerKind == OwnerKind.Practice || j.OwnerKind == OwnerKind.Provider) && j.Owner != null && codes.Contains(j.Owner))
                    || (j.Stage == Stage.HandedOver && accepted.Contains(j.Id))
                );
            case "status":
                return ReferralQuery.HavingStatus(journeys, term, FhirSystems.TaskStatus, (stage, isDone) => stage.TaskStatus(isDone));
            case "business-status":
                return ReferralQuery.InStages(journeys, term, FhirSystems.BusinessStatus, ReferralResources.Kebab);
            case "authored-on":
                return query.Dates(journeys, term, j => j.Received);
            case "modified":
                return query.Dates(journeys, term, j => j.Updated);
            default:
                return null;
        }
    }
}
