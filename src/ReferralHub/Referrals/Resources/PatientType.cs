using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>
/// Patients as their newest referral describes them. The hub is no patient index: it knows of a patient what referrals say.
/// </summary>
sealed class PatientType(PracticeRegister practices) : IFhirResourceType
{
    public string Type => "Patient";

    public string Documentation =>
        "A patient as the newest referral describes them. One NHS number is one Patient, unless name and date of birth both differ.";

    public string? Profile => FhirSystems.Own + "/StructureDefinition/referral-patient";

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("identifier", SearchParameterType.Token, "NHS number."),
        new("family", SearchParameterType.String, "Beginning of the family name, in either case; whole with :exact."),
        new("birthdate", SearchParameterType.Date, "Whole date of birth."),
        new("gender", SearchParameterType.Token, "male, female, other or unknown."),
        new(
            "general-practitioner",
            SearchParameterType.Reference,
            "ODS code of the practice.",
            "generalPractitioner",
            "Organization",
            ["identifier"]
        ),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        (await ReadManyAsync(db, [id], cancellationToken)).FirstOrDefault();

    public async Task<IReadOnlyList<FhirResource>> ReadManyAsync(
        HubDbContext db,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .Journeys.Where(j => ids.Contains(j.PatientKey))
            .Join(
                db.Referrals,
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        j.Id,
                        j.PatientKey,
                        j.Received,
                        j.DocumentVersion,
                        r.Facts,
                    }
            )
            .ToListAsync(cancellationToken);
        var referrals = found.ConvertAll(f => f.Id);
        var changed = await db
            .Submissions.Where(s => referrals.Contains(s.Referral))
            .GroupBy(s => s.Referral)
            .Select(g => new { Referral = g.Key, At = g.Max(s => s.At) })
            .ToDictionaryAsync(g => g.Referral, g => g.At, cancellationToken);
        return
        [
            .. found
                .GroupBy(f => f.PatientKey, StringComparer.Ordinal)
                .Select(patient =>
                {
                    var newest = patient.OrderByDescending(f => f.Received).ThenByDescending(f => f.Id).First();
                    // Each message about the patient may change what is known of them.
                    var version = patient.Sum(f => f.DocumentVersion).ToString(System.Globalization.CultureInfo.InvariantCulture);
                    var last = patient.Max(f => changed.TryGetValue(f.Id, out var at) ? at : f.Received);
                    return FhirResource.Write(Create(patient.Key, ReferralFacts.Read(newest.Facts).Patient), version, last, Profile) with
                    {
                        About = new(null, patient.Key),
                    };
                }),
        ];
    }

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        IQueryable<ReferralJourney> journeys = db.Journeys;
        foreach (var term in request.Terms)
            journeys = Filter(db, journeys, term);
        var keys = journeys.Select(j => j.PatientKey).Distinct();
        int? total = request.WantsTotal ? await keys.CountAsync(cancellationToken) : null;
        if (request.Count == 0)
            return new([], Total: total);
        var isBackward = request.Cursor?.IsBackward ?? false;
        var isDescending = request.Sort.IsDescending != isBackward;
        if (request.Cursor is { Id: var after })
#pragma warning disable CA1309 // Becomes SQL, where keys have the order in which they are paged.
            keys = isDescending ? keys.Where(k => string.Compare(k, after) < 0) : keys.Where(k => string.Compare(k, after) > 0);
#pragma warning restore CA1309
        var page = await (isDescending ? keys.OrderByDescending(k => k) : keys.OrderBy(k => k))
            .Take(request.Count + 1)
            .ToListAsync(cancellationToken);
        var hasMore = page.Count > request.Count;
        if (hasMore)
            page.RemoveAt(page.Count - 1);
        if (isBackward)
            page.Reverse();
        var patients = (await ReadManyAsync(db, page, cancellationToken)).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var items = page.Where(patients.ContainsKey).Select(k => patients[k]).ToList();
        return new(
            items,
            page.Count > 0 && (isBackward || hasMore) ? new(false, "", page[^1]) : null,
            page.Count > 0 && (isBackward ? hasMore : request.Cursor is not null) ? new(true, "", page[0]) : null,
            total
        );
    }

    static IQueryable<ReferralJourney> Filter(HubDbContext db, IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        var referrals = db.Referrals;
        switch (term.Name)
        {
            case "_id":
                var ids = term.Ids.ToList();
                return journeys.Where(j => ids.Contains(j.PatientKey));
            case "gender":
                var (isAny, genders) = term.FindCodes(FhirSystems.AdministrativeGender);
                if (isAny)
                    return journeys.Where(j => referrals.Any(r => r.Referral == j.Id && r.Gender != null));
                return journeys.Where(j => referrals.Any(r => r.Referral == j.Id && r.Gender != null && genders.Contains(r.Gender)));
            case "general-practitioner":
                return ReferralQuery.FilterByPractice(journeys, term);
            default:
                return ReferralQuery.FilterByPatient(db, journeys, term.Name, term);
        }
    }

    R4.Patient Create(string id, PatientFacts patient)
    {
        var resource = new R4.Patient
        {
            Id = id,
            Active = patient.IsRecordInactive ? false : null,
            Deceased = patient.IsDeceased ? new R4.FhirBoolean(true) : null,
            Telecom = R4Values.Telephone(patient.Phone),
            BirthDate = patient.BirthDate is { } born ? R4Values.Date(born) : null,
        };
        // What has not ten digits is no NHS number (rh-nhs-1): it is shown as what it was sent as, and not under the system of numbers.
        if (patient.NhsNumber is { Length: NhsNumber.Digits } number && number.All(char.IsAsciiDigit))
            resource.Identifier.Add(new(FhirSystems.NhsNumber, number));
        else if (patient.NhsNumber is { } sent)
            resource.Identifier.Add(
                new()
                {
                    Type = new() { Text = "NHS number as it was sent" },
                    Value = sent,
                }
            );
        if (patient.Family is not null || patient.Given is not null)
            resource.Name.Add(
                new()
                {
                    Use = R4.HumanName.NameUse.Official,
                    Family = patient.Family,
                    Given = SplitNames(patient.Given),
                    Prefix = SplitNames(patient.Prefix),
                }
            );
        if (patient.Gender is { } gender)
            resource.Gender = R4Values.Code<R4.AdministrativeGender>(gender);
        if (patient.Postcode is { } postcode)
            resource.Address.Add(new() { PostalCode = postcode, Line = patient.Address is { } lines ? [lines] : [] });
        if (patient.PracticeOds is { } practice)
            resource.GeneralPractitioner.Add(
                R4Values.Organization(practice, reference: practices.Knows(practice) ? $"Organization/{practice}" : null)
            );
        return resource.WithRestriction(patient.IsRestricted);
    }

    static IEnumerable<string> SplitNames(string? names) => names?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
