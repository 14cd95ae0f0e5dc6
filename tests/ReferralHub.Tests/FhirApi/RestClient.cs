using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using Shouldly;

namespace ReferralHub.Tests.FhirApi;

/// <summary>Asks the FHIR face. Every answer with a body must itself be right in R4.</summary>
public abstract class RestClient
{
    protected const string Nhs = "https://fhir.nhs.uk/Id/nhs-number";

    protected abstract TestHub Hub { get; }

    protected static JsonObject Transaction(params JsonNode[] entries) =>
        new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "transaction",
            ["entry"] = new JsonArray(entries),
        };

    protected static JsonObject Request(string method, string url, JsonNode? resource = null)
    {
        var entry = new JsonObject
        {
            ["request"] = new JsonObject { ["method"] = method, ["url"] = url },
        };
        if (resource is not null)
            entry["resource"] = resource;
        return entry;
    }

    /// <summary>A ServiceRequest with its patient and practice contained.</summary>
    protected static (byte[] Bytes, string Own) Single()
    {
        var message = TestReferral.Routine();
        var request = message.Request.DeepClone().AsObject();
        var contained = new JsonArray();
        foreach (var (type, id) in new[] { ("Patient", "patient"), ("PractitionerRole", "role"), ("Organization", "practice") })
        {
            var resource = message.Resource(type).DeepClone().AsObject();
            resource["id"] = id;
            if (type == "PractitionerRole")
                resource["organization"] = new JsonObject { ["reference"] = "#practice" };
            contained.Add(resource);
        }

        request["contained"] = contained;
        request["subject"] = new JsonObject { ["reference"] = "#patient" };
        request["requester"] = new JsonObject { ["reference"] = "#role" };
        return (Encoding.UTF8.GetBytes(request.ToJsonString()), (string)request["identifier"]![0]!["value"]!);
    }

    protected async Task<HttpResponseMessage> PutAsync(string id, JsonNode resource, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/fhir/ServiceRequest/{id}") { Content = Content(resource) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Hub.Http.SendAsync(request);
    }

    protected async Task<(HttpResponseMessage Answer, JsonNode Body)> PostAsync(string path, JsonNode resource) =>
        await ReadAsync(await Hub.Http.PostAsync(path, Content(resource)));

    protected async Task<(HttpResponseMessage Answer, JsonNode Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await ReadAsync(await Hub.Http.SendAsync(request));
    }

    protected static ByteArrayContent Content(JsonNode resource) =>
        new(Encoding.UTF8.GetBytes(resource.ToJsonString()))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+json") },
        };

    protected static async Task<(HttpResponseMessage Answer, JsonNode Body)> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (bytes.Length == 0)
            return (answer, new JsonObject());
        var (document, problem) = FhirJson.Read(bytes);
        problem.ShouldBeNull();
        using (document)
            FhirStructure.Check(document!).ShouldBeEmpty(Encoding.UTF8.GetString(bytes));
        return (answer, JsonNode.Parse(bytes)!);
    }

    protected static List<string> Ids((HttpResponseMessage Answer, JsonNode Body) got) =>
        [
            .. (got.Body["entry"]?.AsArray() ?? [])
                .Where(e => (string?)e!["search"]!["mode"] == "match")
                .Select(e => (string)e!["resource"]!["id"]!),
        ];

    protected static List<(string, string)> Entries(JsonNode body) =>
        [.. body["entry"]!.AsArray().Select(e => ((string)e!["resource"]!["resourceType"]!, (string)e["search"]!["mode"]!))];

    protected static string? Link(JsonNode? page, string relation) =>
        (string?)page?["link"]!.AsArray().FirstOrDefault(l => (string?)l!["relation"] == relation)?["url"];

    protected static List<string> Severities(JsonNode outcome) => [.. outcome["issue"]!.AsArray().Select(i => (string)i!["severity"]!)];

    protected static IEnumerable<string?> Codes(JsonNode outcome) =>
        outcome["issue"]!.AsArray().SelectMany(i => i!["details"]!["coding"]!.AsArray()).Select(c => (string?)c!["code"]);
}
