using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Intake;
using ReferralHub.Platform.Access;
using ReferralHub.Practices.Say;
using ReferralHub.Web;

namespace ReferralHub.Practices;

/// <summary>
/// What a practice says about its referral from its own system; its pages do the same through <see cref="SayAboutReferral"/>.
/// </summary>
static class PracticesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/fhir/Communication", CommunicateAsync)
            .Allow(RoleSets.Senders)
            .WithTags("FHIR R4")
            .WithSummary("Takes what a practice says about its referral: an answer, an appeal, a withdrawal");

    static async Task<FhirAnswer> CommunicateAsync(HttpContext http, CommunicationWriter writer) =>
        FhirPreferences
            .FromRequest(http.Request)
            .ShapeAnswer(
                await IntakeRequest.AnswerAsync(
                    http,
                    IntakeFace.Communication,
                    body =>
                        writer.WriteAsync(
                            new(body, null, null, null, http.RequestId(), http.CorrelationId(), http.Caller),
                            http.RequestAborted
                        )
                )
            );
}
