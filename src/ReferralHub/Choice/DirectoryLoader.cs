using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>
/// Loads the directory of services from FHIR files (<c>*.fhir.json</c>: Bundles with HealthcareService, Organization,
/// Location and Endpoint) and their prices from <c>prices.csv</c> (specialty, provider, pence, effectiveFrom, source).
/// </summary>
sealed class DirectoryLoader(HubDatabase database, ServiceDirectory directory, AllowedEndpoints endpoints, TimeProvider time)
    : IReferenceDataLoader
{
    const string PriceFile = "prices.csv";

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var services = ReadFiles(folder);
        var prices = ReadPrices(Path.Combine(folder, PriceFile), WorkingDays.LocalDate(time.UtcNow()));
        foreach (var service in services)
            service.PricePence = FindPrice(service, prices);
        if (services.Count > 0)
            await ReferenceRows.ReplaceAsync(database, services, cancellationToken);
        await directory.ReloadAsync(cancellationToken);
        return services.Count;
    }

    /// <summary>All services of the folder; an id that is there twice is a fault of the files.</summary>
    List<DirectoryService> ReadFiles(string folder)
    {
        var services = new Dictionary<string, (DirectoryService Service, string File)>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.EnumerateFiles(folder, "*.fhir.json").Order(StringComparer.Ordinal))
        {
            var (document, problem) = FhirJson.Read(File.ReadAllBytes(file), ReadLimits.OfOwnFiles);
            if (problem is not null)
                throw new ReferenceDataException(file, problem.Line, problem.Text);
            using (document)
            {
                var index = document!
                    .Entries.Where(e => e.Id is not null)
                    .GroupBy(e => $"{e.ResourceType}/{e.Id}")
                    .ToDictionary(g => g.Key, g => g.First().Resource);
                foreach (var entry in document.Entries.Where(e => e.ResourceType == "HealthcareService"))
                {
                    var service = ReadService(file, entry.Resource, index);
                    if (service.Endpoint is { } endpoint && endpoints.FindFault(endpoint) is { } fault)
                        throw new ReferenceDataException(
                            file,
                            entry.Resource.Position?.Line,
                            $"the endpoint of the service {service.Id} {fault}; put it right, or name its host there"
                        );
                    if (!services.TryAdd(service.Id, (service, file)))
                        throw new ReferenceDataException(
                            file,
                            entry.Resource.Position?.Line,
                            $"the service {service.Id} is in {Path.GetFileName(services[service.Id].File)} already"
                        );
                }
            }
        }

        return [.. services.Values.Select(s => s.Service)];
    }

    static DirectoryService ReadService(string file, FhirNode node, Dictionary<string, FhirNode> index)
    {
        var id = node["id"].Text ?? throw new ReferenceDataException(file, node.Position?.Line, "a HealthcareService has no id");
        var provider = Find(node["providedBy"]);
        var location = Find(node["location"]);
        var specialties = new List<string>();
        foreach (var specialty in node.Items("specialty"))
        foreach (var coding in specialty.Items("coding"))
            if (TreatmentFunction.TryFind(coding["code"].Text, out var function))
                specialties.Add(function.Code);
        return new()
        {
            Id = id,
            Name = node["name"].Text ?? id,
            Provider =
                Ods(provider, FhirSystems.OdsOrganisation)
                ?? throw new ReferenceDataException(file, node.Position?.Line, $"the service {id} has no provider with an ODS code"),
            ProviderName = provider["name"].Text ?? "Not known",
            Site = Ods(location, FhirSystems.OdsSite),
            SiteName = location["name"].Text,
            Latitude = Number(location["position"]["latitude"]),
            Longitude = Number(location["position"]["longitude"]),
            Specialties = string.Join(' ', specialties.Distinct()),
            AgeFrom = (int?)Number(Extension("service-age-from")["valueInteger"]),
            AgeTo = (int?)Number(Extension("service-age-to")["valueInteger"]),
            Sex = Extension("service-sex")["valueCode"].Text,
            PrioritiesTaken = Extension("service-priorities")["valueString"].Text ?? "",
            WaitDays = (int?)Number(Extension("service-wait-days")["valueInteger"]),
            WaitAsOf = FhirDateTime.TryDate(Extension("service-wait-as-of")["valueDate"].Text, out var asOf) ? asOf : null,
            HasCapacity = !Extension("service-full")["valueBoolean"].RawIs("true"),
            Endpoint = Find(node["endpoint"])["address"].Text,
            Telephone = node["telecom"]["value"].Text,
            Active = !node["active"].RawIs("false"),
        };

        FhirNode Find(FhirNode reference) =>
            reference["reference"].Text is { } target && index.TryGetValue(target, out var found) ? found : default;

        FhirNode Extension(string name)
        {
            foreach (var extension in node.Items("extension"))
                if (extension["url"].Is($"{FhirSystems.Own}/StructureDefinition/{name}"))
                    return extension;
            return default;
        }
    }

    static string? Ods(FhirNode resource, string system)
    {
        foreach (var identifier in resource.Items("identifier"))
            if (IdentifierSystem.Same(identifier["system"].Text, system) && OdsCode.TryParse(identifier["value"].Text, out var code))
                return code.Value;
        return null;
    }

    static double? Number(FhirNode node) =>
        node.Exists && double.TryParse(System.Text.Encoding.UTF8.GetString(node.RawBytes), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    static List<Price> ReadPrices(string file, DateOnly today) =>
        !File.Exists(file)
            ? []
            :
            [
                .. CsvFile
                    .Read(file, ["specialty", "provider", "pence", "effectiveFrom", "source"], Price.Read, p => p.Describe())
                    .Where(p => p.From <= today)
                    .OrderByDescending(p => p.From),
            ];

    /// <summary>A provider's own price comes before the list price of the specialty; the newest in force counts.</summary>
    static long? FindPrice(DirectoryService service, List<Price> prices)
    {
        var own = service.Specialties.Split(' ');
        return (
            prices.Find(p => own.Contains(p.Specialty) && p.Provider == service.Provider)
            ?? prices.Find(p => own.Contains(p.Specialty) && p.Provider.Length == 0)
        )?.Pence;
    }

    sealed record Price(string Specialty, string Provider, long Pence, DateOnly From)
    {
        public string Describe() =>
            $"the price of specialty {Specialty}{(Provider.Length > 0 ? $" at {Provider}" : "")} from {From:yyyy-MM-dd}";

        public static (Price?, string?) Read(Func<string, string> field) =>
            !TreatmentFunction.TryFind(field("specialty"), out var function) ? (null, "specialty is not a known code")
            : !long.TryParse(field("pence"), NumberStyles.None, CultureInfo.InvariantCulture, out var pence)
                ? (null, "pence is not a whole number")
            : !DateOnly.TryParseExact(field("effectiveFrom"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                ? (null, "effectiveFrom is not a date")
            : field("source").Length == 0 ? (null, "a price needs its source")
            : (new(function.Code, field("provider"), pence, from), null);
    }
}
