using System.Globalization;
using System.Text.Json;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// Results as JSON: elements as they stand in the resource, dates, times and Quantities as FHIRPath writes them (without @),
/// decimals with the digits they have.
/// </summary>
public static class PathJson
{
    public static void Write(Utf8JsonWriter writer, PathItems items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            Write(writer, item);
        writer.WriteEndArray();
    }

    static void Write(Utf8JsonWriter writer, object item)
    {
        switch (item)
        {
            case PathNode { Json.ValueKind: not JsonValueKind.Undefined } node:
                node.Json.WriteTo(writer);
                break;
            case PathNode:
                // A primitive with extensions and no value.
                writer.WriteNullValue();
                break;
            case bool value:
                writer.WriteBooleanValue(value);
                break;
            case long value:
                writer.WriteNumberValue(value);
                break;
            case decimal value:
                writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
                break;
            case PathTypeInfo type:
                writer.WriteStartObject();
                writer.WriteString("namespace", type.Namespace);
                writer.WriteString("name", type.Name);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(item.ToString());
                break;
        }
    }
}
