using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Platform.Access;

namespace ReferralHub.FhirApi;

/// <summary>The routes that every resource type has.</summary>
public static class RestEndpoints
{
    const int FormBytesMax = 64 * 1024;

    /// <summary>
    /// Maps them under a group whose prefix is <c>/fhir</c>. Routes of single types that are mapped beside them come first.
    /// </summary>
    public static void Map(RouteGroupBuilder fhir)
    {
        fhir.AddEndpointFilter(
            async (context, next) =>
                FhirBody.AcceptsJson(context.HttpContext.Request)
                    ? await next(context)
                    : FhirAnswer.FromProblems(FhirProblems.NotAcceptable)
        );
        fhir.MapGet("/metadata", ReadCapabilities)
            .AllowAnybody("It describes the interface and holds no data.")
            .WithSummary("What this server does");
        fhir.MapGet("/{type}", SearchAsync).WithSummary("Finds resources");
        fhir.MapPost("/{type}/_search", SearchByFormAsync)
            .WithSummary("Finds resources; nothing of the search stands in the address")
            .DisableAntiforgery();
        fhir.MapGet("/{type}/{id}", ReadAsync).WithSummary("Reads a resource");
        fhir.MapGet("/{type}/{id}/_history", ReadHistoryAsync).WithSummary("All versions of a resource");
        fhir.MapGet("/{type}/{id}/_history/{version}", ReadVersionAsync).WithSummary("One version of a resource");
        fhir.MapPost("/$validate", ValidateAnyAsync).Allow(RoleSets.Systems).WithSummary("Checks a resource");
        fhir.MapPost("/{type}/$validate", ValidateTypeAsync).Allow(RoleSets.Systems).WithSummary("Checks a resource of this type");
        fhir.MapPost("/{type}/{id}/$validate", ValidateSentOrStoredAsync)
            .WithSummary("Checks a resource that is here, or what is to become of it");
        fhir.MapGet("/{type}/{id}/$validate", ValidateStoredAsync).WithSummary("Checks a resource that is here");
        fhir.MapFallback("/{**path}", NoSuchAddress).Allow(RoleSets.Everybody);
    }

    /// <summary>The address of the FHIR face as the caller sees it.</summary>
    public static string BaseUrl(HttpRequest request) => $"{request.Scheme}://{request.Host}/fhir";

    static FhirAnswer ReadCapabilities(HttpRequest request, Capabilities capabilities) => capabilities.Answer(request);

    static Task<FhirAnswer> SearchAsync(string type, HttpRequest request, FhirRest rest, CancellationToken token) =>
        rest.SearchAsync(type, request.Query, BaseUrl(request), FhirPreferences.FromRequest(request).IsStrict, token);

    static Task<FhirAnswer> ReadAsync(string type, string id, HttpRequest request, FhirRest rest, CancellationToken token) =>
        rest.ReadAsync(type, id, request.Headers, token);

    static Task<FhirAnswer> ReadHistoryAsync(string type, string id, HttpRequest request, FhirRest rest, CancellationToken token) =>
        rest.ReadHistoryAsync(type, id, BaseUrl(request), token);

    static Task<FhirAnswer> ReadVersionAsync(string type, string id, string version, FhirRest rest, CancellationToken token) =>
        rest.ReadVersionAsync(type, id, version, token);

    static Task<FhirAnswer> ValidateAnyAsync(HttpRequest request, ValidateOperation validate, CancellationToken token) =>
        validate.PostAsync(null, request, token);

    static Task<FhirAnswer> ValidateTypeAsync(string type, HttpRequest request, ValidateOperation validate, CancellationToken token) =>
        validate.PostAsync(type, request, token);

    static Task<FhirAnswer> ValidateSentOrStoredAsync(
        string type,
        string id,
        HttpRequest request,
        ValidateOperation validate,
        CancellationToken token
    ) =>
        request.ContentLength is 0 or null && request.ContentType is null
            ? ValidateStoredAsync(type, id, request, validate, token)
            : validate.PostAsync(type, request, token);

    static Task<FhirAnswer> ValidateStoredAsync(
        string type,
        string id,
        HttpRequest request,
        ValidateOperation validate,
        CancellationToken token
    ) => validate.InstanceAsync(type, id, request.Query["profile"].FirstOrDefault(), token);

    static async Task<FhirAnswer> SearchByFormAsync(string type, HttpRequest request, FhirRest rest, CancellationToken token)
    {
        if (!request.HasFormContentType)
            return FhirAnswer.FromProblems(FhirProblems.FormExpected);
        if (request.ContentLength > FormBytesMax)
            return FhirAnswer.FromProblems(FhirProblems.BodyTooLarge);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = FormBytesMax;
        var form = await request.ReadFormAsync(token);
        request.HttpContext.AuditEntry().Act = AuditActs.Search;
        return await rest.SearchAsync(
            type,
            form.Concat(request.Query),
            BaseUrl(request),
            FhirPreferences.FromRequest(request).IsStrict,
            token
        );
    }

    /// <summary>An address that is here with another method is told so, and which it takes.</summary>
    static FhirAnswer NoSuchAddress(HttpContext http, EndpointDataSource endpoints)
    {
        var path = http.Request.Path;
        var allowed = endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e =>
                e.RoutePattern.RawText?.StartsWith("/fhir", StringComparison.Ordinal) == true
                && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal)
            )
            .Where(e => new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(new(e.RoutePattern), []).TryMatch(path, []))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (allowed.Count == 0 || allowed.Contains(http.Request.Method))
            return FhirAnswer.FromProblems(FhirProblems.NoSuchAddress);
        var answer = FhirAnswer.FromProblems(FhirProblems.MethodNotAllowed(string.Join(", ", allowed)));
        return new(answer.Status, answer.Body) { Allow = string.Join(", ", allowed) };
    }
}
