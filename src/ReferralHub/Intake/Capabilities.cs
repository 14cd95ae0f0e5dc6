using System.Text.Json;
using ReferralHub.Platform.Fhir;

namespace ReferralHub.Intake;

/// <summary>The CapabilityStatement: what the FHIR face really offers.</summary>
static class Capabilities
{
    public static readonly FhirAnswer Answer = new(200, FhirWriting.Write(Write));

    static void Write(Utf8JsonWriter writer)
    {
        writer.Resource("CapabilityStatement");
        writer.WriteString("status", "active");
        writer.WriteString("date", "2026-11-21");
        writer.WriteString("kind", "instance");
        writer.WriteStartObject("software");
        writer.WriteString("name", "ReferralHub");
        writer.WriteString("version", typeof(Capabilities).Assembly.GetName().Version?.ToString(3));
        writer.WriteEndObject();
        writer.WriteStartObject("implementation");
        writer.WriteString("description", "Referral Management Centre");
        writer.WriteEndObject();
        writer.WriteString("fhirVersion", "4.0.1");
        Codes(writer, "format", "application/fhir+json", "json");
        writer.WriteStartArray("rest");
        writer.WriteStartObject();
        writer.WriteString("mode", "server");
        writer.WriteStartObject("security");
        writer.WriteString("description", "Until sign-in exists the server listens on loopback only.");
        writer.WriteEndObject();
        writer.WriteStartArray("resource");
        Resource(writer, "ServiceRequest", ["create", "read", "search-type"], ["identifier", "patient", "requester"]);
        Resource(writer, "Task", ["read", "search-type"], ["identifier", "patient", "requester"]);
        writer.WriteEndArray();
        writer.WriteStartArray("interaction");
        Interaction(writer, "transaction");
        writer.WriteEndArray();
        writer.WriteStartArray("operation");
        writer.WriteStartObject();
        writer.WriteString("name", "process-message");
        writer.WriteString("definition", "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Resource(Utf8JsonWriter writer, string type, string[] interactions, string[] searches)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartArray("interaction");
        foreach (var code in interactions) Interaction(writer, code);
        writer.WriteEndArray();
        writer.WriteString("versioning", "versioned");
        writer.WriteStartArray("searchParam");
        foreach (var name in searches)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("type", name == "identifier" ? "token" : "reference");
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("name", "status");
        writer.WriteString("type", "token");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Interaction(Utf8JsonWriter writer, string code)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteEndObject();
    }

    static void Codes(Utf8JsonWriter writer, string property, params string[] codes)
    {
        writer.WriteStartArray(property);
        foreach (var code in codes) writer.WriteStringValue(code);
        writer.WriteEndArray();
    }
}
