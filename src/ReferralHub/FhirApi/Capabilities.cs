using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Fhir.Packages;
using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>A resource type's interactions that are more than reading, said by the module that offers them.</summary>
public sealed record FhirWrite(string Type, string Code, string Documentation);

/// <summary>How callers of the FHIR face prove who they are, said by the module that checks it.</summary>
public interface IFhirSecurity
{
    /// <param name="address">The hub's own address without a slash at the end.</param>
    R4.CapabilityStatement.SecurityComponent Create(string address);

    /// <summary>The hub's own address for this caller.</summary>
    string FindAddress(HttpRequest request);
}

/// <summary>
/// The CapabilityStatement, made once from what is registered: resource types with their parameters, writes, and the routes for
/// operations. It cannot promise what is not there.
/// </summary>
public sealed class Capabilities(
    FhirRest rest,
    IEnumerable<FhirWrite> writes,
    DefinitionSet definitions,
    EndpointDataSource endpoints,
    IFhirSecurity security
)
{
    /// <summary>When what this version offers was last changed.</summary>
    const string Date = "2026-11-25";
    static readonly string Version = typeof(Capabilities).Assembly.GetName().Version!.ToString(3);

    /// <summary>Stands for the hub's address, which may be another for each request.</summary>
    const string AnyAddress = "https://address.invalid";

    readonly Lazy<string> json = new(() =>
        Encoding.UTF8.GetString(
            R4Json.Write(
                Create(
                    rest,
                    [.. writes],
                    definitions,
                    [.. endpoints.Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText ?? "")],
                    security.Create(AnyAddress)
                )
            )
        )
    );

    public FhirAnswer Answer(HttpRequest request) =>
        new(
            200,
            Encoding.UTF8.GetBytes(
                json.Value.Replace(AnyAddress, JsonEncodedText.Encode(security.FindAddress(request)).Value, StringComparison.Ordinal)
            )
        );

    static R4.CapabilityStatement Create(
        FhirRest rest,
        IReadOnlyList<FhirWrite> writes,
        DefinitionSet definitions,
        IReadOnlyList<string> routes,
        R4.CapabilityStatement.SecurityComponent security
    ) =>
        new()
        {
            Url = $"{FhirSystems.Own}/CapabilityStatement/referralhub",
            Version = Version,
            Name = "ReferralHub",
            Title = "ReferralHub referral management centre",
            Status = R4.PublicationStatus.Active,
            Date = Date,
            Kind = R4.CapabilityStatementKind.Instance,
            Software = new() { Name = "ReferralHub", Version = Version },
            Implementation = new() { DescriptionString = "Referral Management Centre" },
            FhirVersion = R4.FHIRVersion.N4_0_1,
            Format = ["application/fhir+json", "json"],
            Rest =
            [
                new()
                {
                    Mode = R4.CapabilityStatement.RestfulCapabilityMode.Server,
                    Security = security,
                    Resource =
                    [
                        .. rest
                            .Types.OrderBy(t => t.Type, StringComparer.Ordinal)
                            .Select(t => CreateResource(t, rest, [.. writes.Where(w => w.Type == t.Type)], definitions, routes)),
                    ],
                    Interaction = [.. writes.Where(w => w.Type == "").Select(CreateSystemInteraction)],
                    Operation = [.. CreateOperations(routes)],
                },
            ],
        };

    static IEnumerable<R4.CapabilityStatement.OperationComponent> CreateOperations(IReadOnlyList<string> routes)
    {
        if (routes.Contains("/fhir/$process-message"))
            yield return CreateOperation(
                "process-message",
                "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                "Takes a BaRS message: a referral, its amendment or cancellation, or a provider's answer."
            );
        if (routes.Contains("/fhir/{type}/$validate"))
            yield return CreateOperation(
                "validate",
                "http://hl7.org/fhir/OperationDefinition/Resource-validate",
                "Checks a resource of any type of R4, against the profiles it claims and the one that is named."
            );
    }

    static R4.CapabilityStatement.ResourceComponent CreateResource(
        IFhirResourceType type,
        FhirRest rest,
        IReadOnlyList<FhirWrite> writes,
        DefinitionSet definitions,
        IReadOnlyList<string> routes
    )
    {
        var resource = new R4.CapabilityStatement.ResourceComponent
        {
            Type = type.Type,
            Profile = type.Profile is { } profile && definitions.Find("StructureDefinition", profile) is not null ? profile : null,
            Documentation = type.Documentation,
            Interaction =
            [
                new() { Code = R4.CapabilityStatement.TypeRestfulInteraction.Read },
                new() { Code = R4.CapabilityStatement.TypeRestfulInteraction.Vread },
                new() { Code = R4.CapabilityStatement.TypeRestfulInteraction.HistoryInstance },
                new() { Code = R4.CapabilityStatement.TypeRestfulInteraction.SearchType },
                .. writes.Select(CreateInteraction),
            ],
            Versioning = R4.CapabilityStatement.ResourceVersionPolicy.Versioned,
            ReadHistory = type.HasHistory,
            ConditionalCreate = writes.Any(w => w.Code == "create") ? true : null,
            ConditionalRead = R4.CapabilityStatement.ConditionalReadStatus.FullSupport,
            SearchInclude =
            [
                .. type
                    .SearchParameters.Where(p => p.Element is not null && rest.Types.Any(t => t.Type == p.Target))
                    .Select(p => $"{type.Type}:{p.Name}"),
            ],
            SearchRevInclude =
            [
                .. rest.Types.SelectMany(t =>
                    t.SearchParameters.Where(p => p.Element is not null && p.Target == type.Type).Select(p => $"{t.Type}:{p.Name}")
                ),
            ],
            SearchParam = [.. type.SearchParameters.Select(CreateSearchParameter)],
        };
        if (routes.Contains($"/fhir/{type.Type}/{{id}}/$original"))
            resource.Operation.Add(
                CreateOperation(
                    "original",
                    $"{FhirSystems.Own}/OperationDefinition/original",
                    "The newest document of a referral, byte for byte as it came."
                )
            );
        return resource;
    }

    static R4.CapabilityStatement.SearchParamComponent CreateSearchParameter(SearchParameter parameter)
    {
        var chained = parameter.Chains is { Count: > 0 } chains
            ? $" Chained: {string.Join(", ", chains.Select(c => $"{parameter.Name}.{c}"))}."
            : "";
        return new()
        {
            Name = parameter.Name,
            Type = R4Values.Code<R4.SearchParamType>(parameter.Type.ToString().ToLowerInvariant()),
            Documentation = parameter.Documentation + chained,
        };
    }

    static R4.CapabilityStatement.ResourceInteractionComponent CreateInteraction(FhirWrite write) =>
        new() { Code = R4Values.Code<R4.CapabilityStatement.TypeRestfulInteraction>(write.Code), Documentation = write.Documentation };

    static R4.CapabilityStatement.SystemInteractionComponent CreateSystemInteraction(FhirWrite write) =>
        new() { Code = R4Values.Code<R4.CapabilityStatement.SystemRestfulInteraction>(write.Code), Documentation = write.Documentation };

    static R4.CapabilityStatement.OperationComponent CreateOperation(string name, string definition, string documentation) =>
        new()
        {
            Name = name,
            Definition = definition,
            Documentation = documentation,
        };
}
