using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>
/// The providers of the made-up area, with their sites, endpoints and services, in the form that the directory is loaded from.
/// </summary>
static class DemoServices
{
    /// <summary>A clinic offers what its name says; a hospital, which has no list here, most specialties.</summary>
    static readonly (string Ods, string Name, string[] Clinic)[] ProviderList =
    [
        ("RZ1", "Northmoor General (fictitious)", []),
        ("RZ2", "Eastvale University Hospital (fictitious)", []),
        ("RZ3", "Southbeck Hospital (fictitious)", []),
        ("RZ4", "Westlow District Hospital (fictitious)", []),
        ("RZ5", "Highcross Infirmary (fictitious)", []),
        ("RZ6", "Lakeside Hospital (fictitious)", []),
        ("NZ701", "Oakfield Independent Clinic (fictitious)", ["110", "120", "301", "502"]),
        ("NZ702", "Riverside Surgical Centre (fictitious)", ["101", "110", "120"]),
        ("NZ703", "Midtown Eye Centre (fictitious)", ["130"]),
        ("NZ704", "Hillview Community Services (fictitious)", ["320", "330", "340", "410"]),
        ("NZ705", "Meadow Skin Clinic (fictitious)", ["330"]),
        ("NZ706", "Harbour Joint Care (fictitious)", ["110", "410"]),
    ];

    /// <summary>So likely it is that a hospital has no clinic of a specialty.</summary>
    const double HospitalLacks = 0.18;

    /// <summary>ODS code and name of each.</summary>
    public static IEnumerable<(string Ods, string Name)> Providers => ProviderList.Select(p => (p.Ods, p.Name));

    /// <summary>A Bundle of Organization, Location, Endpoint and HealthcareService.</summary>
    /// <param name="providerUrl">Where the demonstration provider takes messages.</param>
    public static byte[] Write(Random random, string providerUrl, DateOnly today)
    {
        var bundle = new R4.Bundle { Type = R4.Bundle.BundleType.Collection };
        foreach (var (ods, name, clinic) in ProviderList)
        {
            var community = clinic.Length > 0;
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
            foreach (var (code, _, _) in DemoArea.Specialties)
            {
                if (community ? !clinic.Contains(code) : random.NextDouble() < HospitalLacks)
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
