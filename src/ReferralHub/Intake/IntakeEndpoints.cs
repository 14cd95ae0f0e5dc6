using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Documents;
using ReferralHub.Web;
using ReferralHub.Web.Limits;

namespace ReferralHub.Intake;

static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup("/fhir").WithTags("FHIR R4").Allow(RoleSets.FhirReaders);
        fhir.MapPost("/$process-message", TakeMessageAsync)
            .Allow([.. RoleSets.Senders, CallerRole.ProviderSystem])
            .BringsReferrals()
            .WithSummary("Takes a BaRS message: a referral, its amendment or cancellation, or a provider's answer");
        fhir.MapPost("/", TakeBundleAsync)
            .Allow([.. RoleSets.Senders, CallerRole.ProviderSystem])
            .BringsReferrals()
            .WithSummary("Takes a batch, or a transaction, collection or message Bundle with one ServiceRequest");
        fhir.MapPost("/ServiceRequest", CreateAsync)
            .Allow(RoleSets.Senders)
            .BringsReferrals()
            .WithSummary("Takes one ServiceRequest with contained resources");
        fhir.MapPut("/ServiceRequest/{id}", UpdateAsync)
            .Allow(RoleSets.Senders)
            .BringsReferrals()
            .WithSummary("Amends a referral, or withdraws it (status revoked or entered-in-error)");
        fhir.MapGet("/ServiceRequest/{id}/$original", ReadOriginalAsync).WithSummary("The newest document of a referral as it came");
        RestEndpoints.Map(fhir);
    }

    static Task<FhirAnswer> TakeMessageAsync(HttpContext http, MessagePost post) => post.AnswerAsync(http, IntakeFace.ProcessMessage);

    static Task<FhirAnswer> TakeBundleAsync(HttpContext http, MessagePost post) => post.AnswerAsync(http, IntakeFace.Base);

    static Task<FhirAnswer> CreateAsync(HttpContext http, ReferralWriter writer) => WriteAsync(http, writer, null);

    static Task<FhirAnswer> UpdateAsync(string id, HttpContext http, ReferralWriter writer) => WriteAsync(http, writer, id);

    static Task<FhirAnswer> ReadOriginalAsync(string id, OriginalDocuments documents, CancellationToken token) =>
        documents.ReadAsync(id, token);

    static async Task<FhirAnswer> WriteAsync(HttpContext http, ReferralWriter writer, string? id)
    {
        var headers = http.Request.Headers;
        var answer = await IntakeRequest.AnswerAsync(
            http,
            IntakeFace.ServiceRequest,
            body =>
                writer.WriteAsync(
                    new(
                        body,
                        id,
                        NullIfEmpty(headers["If-None-Exist"]),
                        NullIfEmpty(headers.IfMatch),
                        http.RequestId(),
                        http.CorrelationId(),
                        http.Caller
                    ),
                    http.RequestAborted
                )
        );
        return FhirPreferences.FromRequest(http.Request).ShapeAnswer(answer);
    }

    static string? NullIfEmpty(Microsoft.Extensions.Primitives.StringValues header) =>
        header.ToString() is { Length: > 0 } text ? text : null;
}
