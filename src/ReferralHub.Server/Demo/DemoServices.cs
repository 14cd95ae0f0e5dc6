using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>
/// The providers of the made-up area, with their sites, endpoints and services, in the form that the directory is loaded from.
/// </summary>
static class DemoServices
{
    static readonly (string Ods, string Name, bool Community)[] ProviderList =
    [
        ("RZ1", "Northmoor General (fictitious)", false),
        ("RZ2", "Eastvale University Hospital (fictitious)", false),
        ("RZ3", "Southbeck Hospital (fictitious)", false),
        ("RZ4", "Westlow District Hospital (fictitious)", false),
        ("RZ5", "Highcross Infirmary (fictitious)", false),
        ("RZ6", "Lakeside Hospital (fictitious)", false),
        ("NZ701", "Oakfield Independent Clinic (fictitious)", true),
        ("NZ702", "Riverside Surgical Centre (fictitious)", true),
        ("NZ703", "Midtown Eye Centre (fictitious)", true),
        ("NZ704", "Hillview Community Services (fictitious)", true),
        ("NZ705", "Meadow Skin Clinic (fictitious)", true),
        ("NZ706", "Harbour Joint Care (fictitious)", true),
    ];

    /// <summary>ODS code and name of each.</summary>
    public static IEnumerable<(string Ods, string Name)> Providers => ProviderList.Select(p => (p.Ods, p.Name));

    /// <summary>A Bundle of Organization, Location, Endpoint and HealthcareService.</summary>
    /// <param name="providerUrl">Where the demonstration provider takes messages.</param>
    public static byte[] Write(Random random, string providerUrl, DateOnly today)
    {
        var bundle = new R4.Bundle { Type = R4.Bundle.BundleType.Collection };
        foreach (var (ods, name, community) in ProviderList)
        {
            var (latitude, longitude) = (
                DemoArea.CentreLatitude + ((random.NextDouble() - 0.5) * 0.7),
                DemoArea.CentreLongitude + ((random.NextDouble() - 0.5) * 0.9)
            );
            Add(
                new R4.Organization
                {
                    Id = ods,
                    Identifier = [new(FhirSystems.OdsOrganisation, ods)],
                    Name = name,
                }
            );
            Add(CreateSite(ods, name, latitude, longitude));
            Add(CreateEndpoint(ods, $"{providerUrl}/{ods}/$process-message"));
            foreach (var (code, share, _) in DemoArea.Specialties)
            {
                // Hospitals have most specialties; community providers the common ones.
                if (community ? share < 0.09 || random.NextDouble() < 0.55 : random.NextDouble() < 0.18)
                    continue;
                var wait = community ? 10 + random.Next(45) : 30 + random.Next(110);
                Add(CreateService(ods, code, wait, community, full: random.NextDouble() < 0.04, today));
            }
        }

        return R4Json.Write(bundle);

        void Add(R4.Resource resource) => bundle.Entry.Add(new() { Resource = resource });
    }

    static R4.Location CreateSite(string ods, string name, double latitude, double longitude) =>
        new()
        {
            Id = $"{ods}-site",
            Identifier = [new(FhirSystems.OdsSite, ods.Length == 3 ? $"{ods}01" : ods)],
            Name = $"{name.Replace(" (fictitious)", "", StringComparison.Ordinal)}, main site",
            Position = new() { Longitude = (decimal)Math.Round(longitude, 4), Latitude = (decimal)Math.Round(latitude, 4) },
        };

    static R4.Endpoint CreateEndpoint(string ods, string address) =>
        new()
        {
            Id = $"{ods}-fhir",
            Status = R4.Endpoint.EndpointStatus.Active,
            ConnectionType = R4Values.Coding("http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "hl7-fhir-msg"),
            PayloadType = [R4Values.Words("Referral message")],
            Address = address,
        };

    static R4.HealthcareService CreateService(string ods, string specialty, int waitDays, bool community, bool full, DateOnly today)
    {
        var specialtyName = TreatmentFunction.FindName(specialty);
        return new()
        {
            Id = $"{ods}-{specialty}",
            Extension = [.. CreateExtensions(specialty, waitDays, community, full, today)],
            Active = true,
            ProvidedBy = new($"Organization/{ods}"),
            Specialty = [R4Values.Concept(FhirSystems.PracticeSetting, specialty, specialtyName)],
            Location = [new($"Location/{ods}-site")],
            Name = $"{specialtyName} {(community ? "clinic" : "outpatients")}",
            Endpoint = [new($"Endpoint/{ods}-fhir")],
        };
    }

    static IEnumerable<R4.Extension> CreateExtensions(string specialty, int waitDays, bool community, bool full, DateOnly today)
    {
        yield return R4Values.Extension("service-wait-days", new R4.Integer(waitDays));
        yield return R4Values.Extension("service-wait-as-of", new R4.Date(R4Values.Date(today.AddDays(-3))));
        if (community)
            yield return R4Values.Extension("service-age-from", new R4.Integer(18));
        if (community)
            yield return R4Values.Extension("service-priorities", new R4.FhirString("routine urgent"));
        if (specialty == "502")
            yield return R4Values.Extension("service-sex", new R4.Code("female"));
        if (full)
            yield return R4Values.Extension("service-full", new R4.FhirBoolean(true));
    }
}
