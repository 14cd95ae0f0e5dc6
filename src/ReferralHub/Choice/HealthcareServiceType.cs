using ReferralHub.Fhir;
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
                "organization" => found.Where(s => term.Codes.Contains(s.Provider, StringComparer.OrdinalIgnoreCase)),
                "specialty" => found.Where(s => term.Tokens.Any(t => s.Specialties.Contains(t.Code))),
                _ => found.Where(_ => term.Tokens.Any(t => t.Code == "true")),
            };
        }

        return Task.FromResult(ListPages.Page(found, s => s.Id, Write, request));
    }

    internal FhirResource Write(ServiceOption service) =>
        FhirResource.Write(Type, service.Id, "1", directory.LoadedAt, Profile, writer => Write(writer, service));

    /// <summary>The extensions that the directory files carry (fhir-profiles/README.md).</summary>
    static void Extensions(FhirWriter writer, ServiceOption service)
    {
        writer.WriteStartArray("extension");
        Number("service-wait-days", service.WaitDays);
        if (service.WaitAsOf is { } asOf)
            Text("service-wait-as-of", "valueDate", asOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Number("service-age-from", service.AgeFrom);
        Number("service-age-to", service.AgeTo);
        Text("service-sex", "valueCode", service.Sex);
        if (service.Priorities.Count > 0)
            Text("service-priorities", "valueString", string.Join(' ', service.Priorities.Select(p => p.ToCode())));
        Start("service-full");
        writer.WriteBoolean("valueBoolean", !service.HasCapacity);
        writer.WriteEndObject();
        writer.WriteEndArray();

        void Start(string name)
        {
            writer.WriteStartObject();
            writer.WriteString("url", $"{FhirSystems.Own}/StructureDefinition/{name}");
        }

        void Number(string name, int? value)
        {
            if (value is not { } number)
                return;
            Start(name);
            writer.WriteNumber("valueInteger", number);
            writer.WriteEndObject();
        }

        void Text(string name, string property, string? value)
        {
            if (value is null)
                return;
            Start(name);
            writer.WriteString(property, value);
            writer.WriteEndObject();
        }
    }

    static void Write(FhirWriter writer, ServiceOption service)
    {
        Extensions(writer, service);
        writer.WriteBoolean("active", true);
        writer.LogicalReference(
            "providedBy",
            "Organization",
            FhirSystems.OdsOrganisation,
            service.Provider,
            service.ProviderName,
            $"Organization/{service.Provider}"
        );
        writer.WriteStartArray("specialty");
        foreach (var code in service.Specialties)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("coding");
            writer.Coding(FhirSystems.PracticeSetting, code, TreatmentFunction.FindName(code));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if ((service.SiteName ?? service.Site) is { } place)
        {
            writer.WriteStartArray("location");
            writer.WriteStartObject();
            if (service.Site is { } site)
            {
                writer.WritePropertyName("identifier");
                writer.Identifier(FhirSystems.OdsSite, site);
            }

            writer.WriteString("display", place);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteString("name", service.Name);
        writer.Telephone(service.Telephone);
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
