using ReferralHub.Fhir;

namespace ReferralHub.Platform;

/// <summary>Data types that the hub writes often.</summary>
public static class FhirDataTypes
{
    /// <summary>Starts a resource: <c>{"resourceType": …</c>. The caller closes the object.</summary>
    public static void Resource(this FhirWriter writer, string resourceType, string? id = null)
    {
        writer.WriteStartResource(resourceType);
        if (id is not null)
            writer.WriteString("id", id);
    }

    public static void CodingElement(this FhirWriter writer, string property, string system, string code)
    {
        writer.WritePropertyName(property);
        writer.Coding(system, code);
    }

    /// <summary>An item of a list, or the value of the property that was named.</summary>
    public static void Coding(this FhirWriter writer, string system, string code, string? display = null)
    {
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteString("code", code);
        if (!string.IsNullOrEmpty(display))
            writer.WriteString("display", display);
        writer.WriteEndObject();
    }

    public static void CodeableConcept(
        this FhirWriter writer,
        string property,
        string system,
        string code,
        string? display = null,
        string? text = null
    )
    {
        writer.WriteStartObject(property);
        writer.WriteStartArray("coding");
        writer.Coding(system, code, display);
        writer.WriteEndArray();
        if (text is not null)
            writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    public static void Identifier(this FhirWriter writer, string system, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    /// <summary>A telephone number as <c>telecom</c>; nothing when there is none.</summary>
    public static void Telephone(this FhirWriter writer, string? number)
    {
        if (number is null)
            return;
        writer.WriteStartArray("telecom");
        writer.WriteStartObject();
        writer.WriteString("system", "phone");
        writer.WriteString("value", number);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>A Reference by identifier: the target is known by its code, and lives elsewhere unless a reference is given too.</summary>
    public static void LogicalReference(
        this FhirWriter writer,
        string property,
        string type,
        string system,
        string value,
        string? display = null,
        string? reference = null
    )
    {
        writer.WriteStartObject(property);
        if (reference is not null)
            writer.WriteString("reference", reference);
        writer.WriteString("type", type);
        writer.WritePropertyName("identifier");
        writer.Identifier(system, value);
        if (!string.IsNullOrEmpty(display))
            writer.WriteString("display", display);
        writer.WriteEndObject();
    }

    public static void Reference(this FhirWriter writer, string property, string reference)
    {
        writer.WriteStartObject(property);
        writer.WriteString("reference", reference);
        writer.WriteEndObject();
    }
}
