using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ReferralHub.Fhir.Schema;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi.Search;

/// <summary>Cuts a resource down to what was asked for (R4 §3.1.1.5.8 and §3.1.1.5.9), and marks it as cut.</summary>
static class ResourceSubset
{
    static readonly byte[] Subsetted = R4Json.WriteElement(
        new R4.Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED")
    );

    public static bool IsWanted(SearchRequest request) =>
        request.Elements.Count > 0 || request.Summary is SummaryMode.True or SummaryMode.Text or SummaryMode.Data;

    /// <summary>The resource with the elements that are wanted, and those that must always be there.</summary>
    public static byte[] Cut(byte[] json, SearchRequest request)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var type = R4Schema.R4.Find(root.GetProperty("resourceType").GetString()!)!;
        var cut = new ArrayBufferWriter<byte>(json.Length + 128);
        using (var writer = R4Json.CreateWriter(cut))
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (property.NameEquals("meta"))
                    WriteMeta(writer, property.Value);
                else if (
                    property.Name is "resourceType" or "id"
                    || Keeps(request, type.Property(Encoding.UTF8.GetBytes(property.Name))?.Element)
                )
                    Copy(writer, property);
            }

            writer.WriteEndObject();
        }

        return cut.WrittenSpan.ToArray();
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

    static void WriteMeta(Utf8JsonWriter writer, JsonElement meta)
    {
        writer.WriteStartObject("meta");
        foreach (var property in meta.EnumerateObject())
            if (!property.NameEquals("tag"))
                Copy(writer, property);
        writer.WriteStartArray("tag");
        if (meta.TryGetProperty("tag", out var tags))
            foreach (var tag in tags.EnumerateArray())
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(tag), skipInputValidation: true);
        writer.WriteRawValue(Subsetted, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Copy(Utf8JsonWriter writer, JsonProperty property)
    {
        writer.WritePropertyName(property.Name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
    }
}
