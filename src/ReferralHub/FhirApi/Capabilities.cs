using Microsoft.AspNetCore.Routing;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Packages;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>A resource type's interactions that are more than reading, said by the module that offers them.</summary>
public sealed record FhirWrite(string Type, string Code, string Documentation);

/// <summary>
/// The CapabilityStatement, made once from what is registered: resource types with their parameters, writes, and the routes for
/// operations. It cannot promise what is not there.
/// </summary>
public sealed class Capabilities(FhirRest rest, IEnumerable<FhirWrite> writes, DefinitionSet definitions, EndpointDataSource endpoints)
{
    /// <summary>When what this version offers was last changed.</summary>
    const string Date = "2026-11-25";
    static readonly string Version = typeof(Capabilities).Assembly.GetName().Version!.ToString(3);
    readonly Lazy<byte[]> json = new(() =>
        FhirWriter.Write(w =>
            Write(
                w,
                rest,
                [.. writes],
                definitions,
                [.. endpoints.Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText ?? "")]
            )
        )
    );

    public FhirAnswer Answer => new(200, json.Value);

    static void Write(
        FhirWriter writer,
        FhirRest rest,
        IReadOnlyList<FhirWrite> writes,
        DefinitionSet definitions,
        IReadOnlyList<string> routes
    )
    {
        writer.Resource("CapabilityStatement");
        writer.WriteString("url", $"{FhirSystems.Own}/CapabilityStatement/referralhub");
        writer.WriteString("version", Version);
        writer.WriteString("name", "ReferralHub");
        writer.WriteString("title", "ReferralHub referral management centre");
        writer.WriteString("status", "active");
        writer.WriteString("date", Date);
        writer.WriteString("kind", "instance");
        writer.WriteStartObject("software");
        writer.WriteString("name", "ReferralHub");
        writer.WriteString("version", Version);
        writer.WriteEndObject();
        writer.WriteStartObject("implementation");
        writer.WriteString("description", "Referral Management Centre");
        writer.WriteEndObject();
        writer.WriteString("fhirVersion", "4.0.1");
        Strings(writer, "format", ["application/fhir+json", "json"]);
        writer.WriteStartArray("rest");
        writer.WriteStartObject();
        writer.WriteString("mode", "server");
        writer.WriteStartObject("security");
        writer.WriteString("description", "Until sign-in exists the server listens on loopback only.");
        writer.WriteEndObject();
        writer.WriteStartArray("resource");
        foreach (var type in rest.Types.OrderBy(t => t.Type, StringComparer.Ordinal))
            Resource(writer, type, rest, [.. writes.Where(w => w.Type == type.Type)], definitions, routes);
        writer.WriteEndArray();
        writer.WriteStartArray("interaction");
        foreach (var code in writes.Where(w => w.Type == "").Select(w => (w.Code, w.Documentation)))
            Interaction(writer, code.Code, code.Documentation);
        writer.WriteEndArray();
        writer.WriteStartArray("operation");
        if (routes.Contains("/fhir/$process-message"))
            Operation(
                writer,
                "process-message",
                "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                "Takes a BaRS message: a referral, its amendment or cancellation, or a provider's answer."
            );
        if (routes.Contains("/fhir/{type}/$validate"))
            Operation(
                writer,
                "validate",
                "http://hl7.org/fhir/OperationDefinition/Resource-validate",
                "Checks a resource of any type of R4, against the profiles it claims and the one that is named."
            );
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Resource(
        FhirWriter writer,
        IFhirResourceType type,
        FhirRest rest,
        IReadOnlyList<FhirWrite> writes,
        DefinitionSet definitions,
        IReadOnlyList<string> routes
    )
    {
        writer.WriteStartObject();
        writer.WriteString("type", type.Type);
        if (type.Profile is { } profile && definitions.Find("StructureDefinition", profile) is not null)
            writer.WriteString("profile", profile);
        writer.WriteString("documentation", type.Documentation);
        writer.WriteStartArray("interaction");
        Interaction(writer, "read", null);
        Interaction(writer, "vread", null);
        Interaction(writer, "history-instance", null);
        Interaction(writer, "search-type", null);
        foreach (var write in writes)
            Interaction(writer, write.Code, write.Documentation);
        writer.WriteEndArray();
        writer.WriteString("versioning", "versioned");
        writer.WriteBoolean("readHistory", type.HasHistory);
        if (writes.Any(w => w.Code == "create"))
            writer.WriteBoolean("conditionalCreate", true);
        writer.WriteString("conditionalRead", "full-support");
        Strings(
            writer,
            "searchInclude",
            [
                .. type
                    .SearchParameters.Where(p => p.Element is not null && rest.Types.Any(t => t.Type == p.Target))
                    .Select(p => $"{type.Type}:{p.Name}"),
            ]
        );
        Strings(
            writer,
            "searchRevInclude",
            [
                .. rest.Types.SelectMany(t =>
                    t.SearchParameters.Where(p => p.Element is not null && p.Target == type.Type).Select(p => $"{t.Type}:{p.Name}")
                ),
            ]
        );
        writer.WriteStartArray("searchParam");
        foreach (var parameter in type.SearchParameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.WriteString("type", parameter.Type.ToString().ToLowerInvariant());
            writer.WriteString(
                "documentation",
                parameter.Documentation
                    + (
                        parameter.Chains is { Count: > 0 } chains
                            ? $" Chained: {string.Join(", ", chains.Select(c => $"{parameter.Name}.{c}"))}."
                            : ""
                    )
            );
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var original = $"/fhir/{type.Type}/{{id}}/$original";
        if (routes.Contains(original))
        {
            writer.WriteStartArray("operation");
            Operation(
                writer,
                "original",
                $"{FhirSystems.Own}/OperationDefinition/original",
                "The newest document of a referral, byte for byte as it came."
            );
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void Interaction(FhirWriter writer, string code, string? documentation)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        if (documentation is not null)
            writer.WriteString("documentation", documentation);
        writer.WriteEndObject();
    }

    static void Operation(FhirWriter writer, string name, string definition, string documentation)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("definition", definition);
        writer.WriteString("documentation", documentation);
        writer.WriteEndObject();
    }

    static void Strings(FhirWriter writer, string property, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartArray(property);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
