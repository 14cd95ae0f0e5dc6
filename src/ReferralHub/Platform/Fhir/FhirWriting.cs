using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReferralHub.Platform.Fhir;

/// <summary>Writes FHIR JSON without a tree in between.</summary>
public static class FhirWriting
{
    // Readable output: only what JSON itself needs is escaped. Answers are application/fhir+json with nosniff, never HTML.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Starts a resource: <c>{"resourceType": …</c>. The caller closes the object.</summary>
    public static void Resource(this Utf8JsonWriter writer, string resourceType, string? id = null)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceType", resourceType);
        if (id is not null) writer.WriteString("id", id);
    }

    public static void Coding(this Utf8JsonWriter writer, string property, string system, string code, string? display = null)
    {
        writer.WriteStartObject(property);
        CodingBody(writer, system, code, display);
    }

    public static void CodeableConcept(this Utf8JsonWriter writer, string property, string system, string code, string? display = null, string? text = null)
    {
        writer.WriteStartObject(property);
        writer.WriteStartArray("coding");
        writer.WriteStartObject();
        CodingBody(writer, system, code, display);
        writer.WriteEndArray();
        if (text is not null) writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    public static void Identifier(this Utf8JsonWriter writer, string system, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    /// <summary>A telephone number as <c>telecom</c>; nothing when there is none.</summary>
    public static void Telephone(this Utf8JsonWriter writer, string? number)
    {
        if (number is null) return;
        writer.WriteStartArray("telecom");
        writer.WriteStartObject();
        writer.WriteString("system", "phone");
        writer.WriteString("value", number);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>A Reference by identifier: the target is known by its code, and lives elsewhere unless a reference is given too.</summary>
    public static void LogicalReference(this Utf8JsonWriter writer, string property, string type, string system, string value, string? display = null, string? reference = null)
    {
        writer.WriteStartObject(property);
        if (reference is not null) writer.WriteString("reference", reference);
        writer.WriteString("type", type);
        writer.WritePropertyName("identifier");
        writer.Identifier(system, value);
        if (!string.IsNullOrEmpty(display)) writer.WriteString("display", display);
        writer.WriteEndObject();
    }

    public static void Reference(this Utf8JsonWriter writer, string property, string reference)
    {
        writer.WriteStartObject(property);
        writer.WriteString("reference", reference);
        writer.WriteEndObject();
    }

    static void CodingBody(Utf8JsonWriter writer, string system, string code, string? display)
    {
        writer.WriteString("system", system);
        writer.WriteString("code", code);
        if (!string.IsNullOrEmpty(display)) writer.WriteString("display", display);
        writer.WriteEndObject();
    }
}
