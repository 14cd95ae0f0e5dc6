using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>
/// A fictitious area: 24 practices, 12 providers, about 70 services, prices and budgets. No place, organisation or
/// person in it exists; every amount of money is made up and marked so. The same seed gives the same area.
/// </summary>
sealed class DemoArea
{
    public const string MoneySource = "Fictitious demonstration figure";
    const double CentreLatitude = 52.9;
    const double CentreLongitude = -1.6;

    static readonly string[] PracticeNames =
    [
        "Alder Lane",
        "Bramble Hill",
        "Canal Side",
        "Dove Street",
        "Elm Tree",
        "Ferry Road",
        "Green Gate",
        "Hawthorn",
        "Ivy House",
        "Juniper",
        "Kiln Yard",
        "Larch Avenue",
        "Mill Brook",
        "North Field",
        "Old Forge",
        "Park View",
        "Quarry Bank",
        "Rose Walk",
        "Station Road",
        "Thorn Common",
        "Upper Meadow",
        "Vale End",
        "Willow Bank",
        "Yew Court",
    ];

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

    /// <summary>Specialties with their share of referrals and a made-up first-attendance price in pence.</summary>
    public static readonly (string Code, double Share, long Pence)[] Specialties =
    [
        ("110", 0.17, 15_200),
        ("130", 0.14, 12_400),
        ("330", 0.13, 13_100),
        ("301", 0.09, 17_300),
        ("320", 0.09, 16_900),
        ("120", 0.09, 12_900),
        ("502", 0.08, 14_800),
        ("101", 0.07, 14_100),
        ("340", 0.05, 18_600),
        ("400", 0.05, 21_400),
        ("410", 0.04, 19_700),
    ];

    public sealed record DemoPractice(string Ods, string Name, int ListSize, Place Place, double RatePerDay);

    public IReadOnlyList<DemoPractice> Practices { get; }

    DemoArea(IReadOnlyList<DemoPractice> practices) => Practices = practices;

    /// <summary>Writes the area's files for the directory loaders and returns what the generator of referrals needs.</summary>
    /// <param name="providerUrl">Where the demonstration provider takes messages.</param>
    public static DemoArea Write(string folder, int seed, string providerUrl, DateOnly today)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        var practices = PracticeNames
            .Select(
                (name, i) =>
                    new DemoPractice(
                        $"Z8{1001 + i:0000}",
                        $"{name} Practice (fictitious)",
                        4_000 + (random.Next(90) * 100),
                        new(CentreLatitude + ((random.NextDouble() - 0.5) * 0.4), CentreLongitude + ((random.NextDouble() - 0.5) * 0.6)),
                        0
                    )
            )
            .ToList();
        var listTotal = practices.Sum(p => (double)p.ListSize);
        practices = practices.ConvertAll(p => p with { RatePerDay = p.ListSize / listTotal });
        // Planted: one practice refers far more than its list explains.
        practices[5] = practices[5] with
        {
            RatePerDay = practices[5].RatePerDay * 2.3,
        };

        File.WriteAllLines(
            Path.Combine(folder, "practices.csv"),
            practices
                .Select(p =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{p.Ods},{p.Name},{p.ListSize},{p.Place.Latitude:0.0000},{p.Place.Longitude:0.0000}"
                    )
                )
                .Prepend("ods,name,listSize,latitude,longitude")
        );
        File.WriteAllLines(
            Path.Combine(folder, "interests.csv"),
            ["practice,provider,nature,from,to", $"{practices[2].Ods},NZ706,ownership (fictitious),2025-04-01,"]
        );
        // One reviewer works for a community provider as well and must leave its specialties to colleagues.
        File.WriteAllLines(
            Path.Combine(folder, "reviewer-interests.csv"),
            ["reviewer,provider,nature,from,to", $"{DemoPeople.ReviewerB},NZ705,employment (fictitious),2025-04-01,"]
        );
        File.WriteAllLines(
            Path.Combine(folder, "prices.csv"),
            Specialties
                .Select(s => $"{s.Code},,{s.Pence},2026-04-01,{MoneySource}")
                .Prepend("specialty,provider,pence,effectiveFrom,source")
        );
        File.WriteAllBytes(Path.Combine(folder, "services.fhir.json"), WriteServices(random, providerUrl, today));
        return new(practices);
    }

    /// <summary>Budgets in proportion to list size, such that some practices are heading over theirs. Written once the volume of referrals is known.</summary>
    public void WriteBudgets(string folder, int referralsPerYear, DateOnly today)
    {
        var year = today.Month >= 4 ? today.Year : today.Year - 1;
        var average = Specialties.Sum(s => s.Share * s.Pence);
        var lists = Practices.Sum(p => (double)p.ListSize);
        File.WriteAllLines(
            Path.Combine(folder, "budgets.csv"),
            Practices
                .Select(p => $"{p.Ods},{year},{(long)(p.ListSize / lists * referralsPerYear * average)},{MoneySource}")
                .Prepend("practice,yearStarting,pence,source")
        );
    }

    static byte[] WriteServices(Random random, string providerUrl, DateOnly today) =>
        FhirWriter.Write(writer =>
        {
            writer.Resource("Bundle");
            writer.WriteString("type", "collection");
            writer.WriteStartArray("entry");
            foreach (var (ods, name, community) in ProviderList)
            {
                var (latitude, longitude) = (
                    CentreLatitude + ((random.NextDouble() - 0.5) * 0.7),
                    CentreLongitude + ((random.NextDouble() - 0.5) * 0.9)
                );
                Entry(
                    writer,
                    () =>
                    {
                        writer.Resource("Organization", ods);
                        writer.WriteStartArray("identifier");
                        writer.Identifier(FhirSystems.OdsOrganisation, ods);
                        writer.WriteEndArray();
                        writer.WriteString("name", name);
                        writer.WriteEndObject();
                    }
                );
                Entry(
                    writer,
                    () =>
                    {
                        writer.Resource("Location", $"{ods}-site");
                        writer.WriteStartArray("identifier");
                        writer.Identifier(FhirSystems.OdsSite, ods.Length == 3 ? $"{ods}01" : ods);
                        writer.WriteEndArray();
                        writer.WriteString("name", $"{name.Replace(" (fictitious)", "", StringComparison.Ordinal)}, main site");
                        writer.WriteStartObject("position");
                        writer.WriteNumber("longitude", (decimal)Math.Round(longitude, 4));
                        writer.WriteNumber("latitude", (decimal)Math.Round(latitude, 4));
                        writer.WriteEndObject();
                        writer.WriteEndObject();
                    }
                );
                Entry(
                    writer,
                    () =>
                    {
                        writer.Resource("Endpoint", $"{ods}-fhir");
                        writer.WriteString("status", "active");
                        writer.CodingElement(
                            "connectionType",
                            "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
                            "hl7-fhir-msg"
                        );
                        writer.WriteStartArray("payloadType");
                        writer.WriteStartObject();
                        writer.WriteString("text", "Referral message");
                        writer.WriteEndObject();
                        writer.WriteEndArray();
                        writer.WriteString("address", $"{providerUrl}/{ods}/$process-message");
                        writer.WriteEndObject();
                    }
                );
                foreach (var (code, share, _) in Specialties)
                {
                    // Hospitals have most specialties; community providers the common ones.
                    if (community ? share < 0.09 || random.NextDouble() < 0.55 : random.NextDouble() < 0.18)
                        continue;
                    var wait = community ? 10 + random.Next(45) : 30 + random.Next(110);
                    Entry(writer, () => Service(writer, ods, code, wait, community, random.NextDouble() < 0.04, today));
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static void Service(FhirWriter writer, string ods, string specialty, int waitDays, bool community, bool full, DateOnly today)
    {
        var specialtyName = TreatmentFunction.FindName(specialty);
        writer.Resource("HealthcareService", $"{ods}-{specialty}");
        writer.WriteStartArray("extension");
        Extension(writer, "service-wait-days", () => writer.WriteNumber("valueInteger", waitDays));
        Extension(
            writer,
            "service-wait-as-of",
            () => writer.WriteString("valueDate", today.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        if (community)
            Extension(writer, "service-age-from", () => writer.WriteNumber("valueInteger", 18));
        if (community)
            Extension(writer, "service-priorities", () => writer.WriteString("valueString", "routine urgent"));
        if (specialty == "502")
            Extension(writer, "service-sex", () => writer.WriteString("valueCode", "female"));
        if (full)
            Extension(writer, "service-full", () => writer.WriteBoolean("valueBoolean", true));
        writer.WriteEndArray();
        writer.WriteBoolean("active", true);
        writer.Reference("providedBy", $"Organization/{ods}");
        writer.WriteStartArray("specialty");
        writer.WriteStartObject();
        writer.WriteStartArray("coding");
        writer.Coding(FhirSystems.PracticeSetting, specialty, specialtyName);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("location");
        writer.WriteStartObject();
        writer.WriteString("reference", $"Location/{ods}-site");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("name", $"{specialtyName} {(community ? "clinic" : "outpatients")}");
        writer.WriteStartArray("endpoint");
        writer.WriteStartObject();
        writer.WriteString("reference", $"Endpoint/{ods}-fhir");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Extension(FhirWriter writer, string name, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString("url", $"{FhirSystems.Own}/StructureDefinition/{name}");
        value();
        writer.WriteEndObject();
    }

    static void Entry(FhirWriter writer, Action resource)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("resource");
        resource();
        writer.WriteEndObject();
    }
}
