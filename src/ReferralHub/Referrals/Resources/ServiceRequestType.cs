using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>Referrals as ServiceRequest.</summary>
sealed class ServiceRequestType(ReferralQuery query, ReferralHistory history, PracticeRegister practices, AllDestinations destinations)
    : IFhirResourceType
{
    public string Type => "ServiceRequest";

    public string Documentation => "A referral. Its Task says whose turn it is; its Communications what the practice is told and asked.";

    public string? Profile => ReferralResources.ServiceRequestProfile;

    public bool HasHistory => true;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        .. ReferralQuery.SharedParameters,
        new(
            "patient",
            SearchParameterType.Reference,
            "Id of the Patient, or the NHS number.",
            "subject",
            "Patient",
            ["identifier", "family", "birthdate"]
        ),
        new("subject", SearchParameterType.Reference, "The same as patient.", "subject", "Patient", ["identifier", "family", "birthdate"]),
        new("requester", SearchParameterType.Reference, "ODS code of the practice.", "requester", "Organization", ["identifier"]),
        new("status", SearchParameterType.Token, "active, on-hold, completed, revoked or entered-in-error."),
        new("authored", SearchParameterType.Date, "When the referrer wrote it; when it was received where that is not said."),
        new("performer-type", SearchParameterType.Token, "Three-digit code of the specialty."),
    ];

    public IReadOnlyList<string> Sorts => ["_id", "_lastUpdated", "authored"];

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
        return ReferralResources.ServiceRequest(views[0], ReferralFacts.Read(found.Facts));
    }

    public async Task<IReadOnlyList<FhirResource>> ReadHistoryAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var key)
            ? [.. (await history.ReadAsync(db, key, cancellationToken)).Select(v => ReferralResources.ServiceRequest(v.View, v.Facts))]
            : [];

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        var (rows, next, previous, total) = await query.PageAsync(db, request, FilterByOwnTerm, cancellationToken);
        return new([.. rows.Select(r => ReferralResources.ServiceRequest(r.View, r.Facts))], next, previous, total);
    }

    IQueryable<ReferralJourney>? FilterByOwnTerm(IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        switch (term.Name)
        {
            case "status":
                return ReferralQuery.HavingStatus(
                    journeys,
                    term,
                    FhirSystems.RequestStatus,
                    (stage, isDone) => stage.RequestStatus(isDone)
                );
            case "authored":
                return query.Dates(journeys, term, j => j.Authored);
            case "performer-type":
                var (isAny, codes) = term.FindCodes(FhirSystems.PracticeSetting);
                return isAny
                    ? journeys.Where(j => j.Specialty != null)
                    : journeys.Where(j => j.Specialty != null && codes.Contains(j.Specialty));
            default:
                return null;
        }
    }
}
