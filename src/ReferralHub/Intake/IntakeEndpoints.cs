using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Referrals.Documents;
using ReferralHub.Web;

namespace ReferralHub.Intake;

static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup("/fhir").WithTags("FHIR R4");
        fhir.MapPost("/$process-message", (HttpContext http, MessagePost post) => post.AnswerAsync(http, IntakeFace.ProcessMessage))
            .WithSummary("Takes a BaRS message: a referral, its amendment or cancellation, or a provider's answer");
        fhir.MapPost("/", (HttpContext http, MessagePost post) => post.AnswerAsync(http, IntakeFace.Base))
            .WithSummary("Takes a batch, or a transaction, collection or message Bundle with one ServiceRequest");
        fhir.MapPost("/ServiceRequest", (HttpContext http, ReferralWriter writer) => WriteAsync(http, writer, null))
            .WithSummary("Takes one ServiceRequest with contained resources");
        fhir.MapPut("/ServiceRequest/{id}", (string id, HttpContext http, ReferralWriter writer) => WriteAsync(http, writer, id))
            .WithSummary("Amends a referral, or withdraws it (status revoked or entered-in-error)");
        fhir.MapGet(
                "/ServiceRequest/{id}/$original",
                (string id, OriginalDocuments documents, CancellationToken token) => documents.ReadAsync(id, token)
            )
            .WithSummary("The newest document of a referral as it came");
        RestEndpoints.Map(fhir);
    }

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
                        http.CorrelationId()
                    ),
                    http.RequestAborted
                )
        );
        return FhirPreferences.FromRequest(http.Request).ShapeAnswer(answer);
    }

    static string? NullIfEmpty(Microsoft.Extensions.Primitives.StringValues header) =>
        header.ToString() is { Length: > 0 } text ? text : null;
}
