using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Schema;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi.Search;

/// <summary>Cuts a resource down to what was asked for (R4 §3.1.1.5.8 and §3.1.1.5.9), and marks it as cut.</summary>
static class ResourceSubset
{
    const string TagSystem = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    public static bool IsWanted(SearchRequest request) =>
        request.Elements.Count > 0 || request.Summary is SummaryMode.True or SummaryMode.Text or SummaryMode.Data;

    /// <summary>The resource with the elements that are wanted, and those that must always be there.</summary>
    public static byte[] Cut(byte[] json, SearchRequest request)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var type = R4Schema.R4.Find(root.GetProperty("resourceType").GetString()!)!;
        return FhirWriter.Write(writer =>
        {
            writer.Resource(type.Name);
            foreach (var property in root.EnumerateObject())
            {
                if (property.NameEquals("meta"))
                    WriteMeta(writer, property.Value);
                else if (property.Name == "id" || Keeps(request, type.Property(System.Text.Encoding.UTF8.GetBytes(property.Name))?.Element))
                    writer.WriteRaw(property.Name, JsonMarshal.GetRawUtf8Value(property.Value));
            }

            writer.WriteEndObject();
        });
    }

    static bool Keeps(SearchRequest request, SchemaElement? element) =>
        element is not null
        && (
            element.Min > 0
            || (
                request.Elements.Count > 0
                    ? request.Elements.Contains(element.Name)
                    : request.Summary switch
                    {
                        SummaryMode.True => element.IsSummary,
                        SummaryMode.Text => element.Name == "text",
                        _ => element.Name != "text",
                    }
            )
        );

    static void WriteMeta(FhirWriter writer, JsonElement meta)
    {
        writer.WriteStartObject("meta");
        foreach (var property in meta.EnumerateObject())
            if (!property.NameEquals("tag"))
                writer.WriteRaw(property.Name, JsonMarshal.GetRawUtf8Value(property.Value));
        writer.WriteStartArray("tag");
        if (meta.TryGetProperty("tag", out var tags))
            foreach (var tag in tags.EnumerateArray())
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(tag));
        writer.Coding(TagSystem, "SUBSETTED");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
