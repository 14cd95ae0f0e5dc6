using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ReferralHub.Server.Hosting;

/// <summary>
/// The OpenAPI document of the hub's own interfaces, at /openapi/v1.json behind the same guard as the routes. FHIR routes are not
/// in it: their document is the CapabilityStatement.
/// </summary>
static class ApiDocument
{
    const string Name = "v1";
    const string FhirPrefix = "fhir";

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(
            Name,
            o =>
            {
                o.ShouldInclude = d => d.RelativePath is { } path && !path.StartsWith(FhirPrefix, StringComparison.OrdinalIgnoreCase);
                o.AddDocumentTransformer(DescribeAsync);
            }
        );

    static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken token)
    {
        document.Info = new()
        {
            Title = "ReferralHub",
            Version = Name,
            Description =
                "The hub's own JSON interfaces. Failures are FHIR OperationOutcomes. FHIR itself is described at /fhir/metadata, "
                + "messages over AMQP at /feeds/asyncapi.yaml.",
        };
        // The address is whoever's asked; a document that names one is wrong behind the next proxy.
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}
