using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Triage;

namespace ReferralHub.Choice;

/// <summary>The services that a patient may be offered, as HealthcareService.</summary>
sealed class HealthcareServiceType(ServiceDirectory directory) : IFhirResourceType
{
    public string Type => "HealthcareService";

    public string Documentation =>
        "A service of the directory that patients may be offered, with its specialties, place, wait and telephone.";

    public string? Profile => FhirSystems.Own + "/StructureDefinition/referral-service";

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("name", SearchParameterType.String, "Beginning of the name, in either case; whole with :exact."),
        new("organization", SearchParameterType.Reference, "ODS code of the provider.", "providedBy", "Organization", ["identifier"]),
        new("specialty", SearchParameterType.Token, "Three-digit code of the specialty."),
        new("active", SearchParameterType.Token, "Whether it is offered: true for all that are here."),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    public Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        Task.FromResult(directory.Find(id) is { } found ? Write(found) : null);

    public Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        IEnumerable<ServiceOption> found = directory.All;
        foreach (var term in request.Terms)
        {
            found = term.Name switch
            {
                "_id" => found.Where(s => term.Ids.Contains(s.Id)),
                "name" => found.Where(s => term.FitsText(s.Name)),
                "organization" => found.Where(s => term.FitsOds(s.Provider)),
                "specialty" => found.Where(s => s.Specialties.Any(c => term.FitsToken(FhirSystems.PracticeSetting, c))),
                _ => found.Where(_ => term.FitsToken(FhirSystems.SpecialValues, "true")),
            };
        }

        return Task.FromResult(ListPages.Page(found, s => s.Id, Write, request));
    }

    internal FhirResource Write(ServiceOption service) => FhirResource.Write(Create(service), "1", directory.LoadedAt, Profile);

    static R4.HealthcareService Create(ServiceOption service) =>
        new()
        {
            Id = service.Id,
            Extension = [.. CreateExtensions(service)],
            Active = true,
            ProvidedBy = R4Values.Organization(service.Provider, service.ProviderName, $"Organization/{service.Provider}"),
            Specialty =
            [
                .. service.Specialties.Select(c => R4Values.Concept(FhirSystems.PracticeSetting, c, TreatmentFunction.FindName(c))),
            ],
            Location = (service.SiteName ?? service.Site) is { } place
                ? [new() { Identifier = service.Site is { } site ? new(FhirSystems.OdsSite, site) : null, Display = place }]
                : [],
            Name = service.Name,
            Telecom = R4Values.Telephone(service.Telephone),
        };

    /// <summary>The extensions that the directory files carry (fhir-profiles/README.md).</summary>
    static IEnumerable<R4.Extension> CreateExtensions(ServiceOption service)
    {
        if (service.WaitDays is { } days)
            yield return R4Values.Extension("service-wait-days", new R4.Integer(days));
        if (service.WaitAsOf is { } asOf)
            yield return R4Values.Extension("service-wait-as-of", new R4.Date(R4Values.Date(asOf)));
        if (service.AgeFrom is { } from)
            yield return R4Values.Extension("service-age-from", new R4.Integer(from));
        if (service.AgeTo is { } to)
            yield return R4Values.Extension("service-age-to", new R4.Integer(to));
        if (service.Sex is { } sex)
            yield return R4Values.Extension("service-sex", new R4.Code(sex));
        if (service.Priorities.Count > 0)
            yield return R4Values.Extension(
                "service-priorities",
                new R4.FhirString(string.Join(' ', service.Priorities.Select(p => p.ToCode())))
            );
        yield return R4Values.Extension("service-full", new R4.FhirBoolean(!service.HasCapacity));
    }
}

/// <summary>The directory as rules of triage see it.</summary>
sealed class TriageDirectory(ServiceDirectory directory) : ITriageDirectory
{
    public IReadOnlyList<byte[]> FindServices(string specialty) =>
        [.. directory.FindBySpecialty(specialty).Select(s => new HealthcareServiceType(directory).Write(s).Json)];

    public IEnumerable<string> FindProviders(string specialty) => directory.FindBySpecialty(specialty).Select(s => s.Provider);
}

/// <summary>The providers of the directory.</summary>
sealed class ProviderOrganisations(ServiceDirectory directory) : IOrganisations
{
    public IEnumerable<KnownOrganisation> All =>
        directory
            .All.DistinctBy(s => s.Provider)
            .Select(s => new KnownOrganisation(s.Provider, s.ProviderName, "prov", directory.LoadedAt));
}
