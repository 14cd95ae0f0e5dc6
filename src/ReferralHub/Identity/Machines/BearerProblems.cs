using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;
using ReferralHub.Web.Problems;

namespace ReferralHub.Identity.Machines;

/// <summary>What callers without the right token are told (RFC 6750 §3). Codes are stable; texts may be improved.</summary>
static class BearerProblems
{
    const string Realm = "Bearer realm=\"referralhub\"";

    static readonly Problem BadToken = new(
        401,
        "login",
        "REC_UNAUTHORIZED",
        "bad-token",
        "This access token is not one that counts: it has expired, was revoked, or was never given. Ask the token endpoint for a new one."
    );

    public static readonly Problem UnreadableOrganisation = Problem.Malformed(
        "end-user-organisation",
        $"The header {EndUserOrganisation.Header} is not an Organization in JSON and base64 with an identifier that is an ODS code."
    );

    public static readonly Problem OtherOrganisation = new(
        403,
        "forbidden",
        "REC_FORBIDDEN",
        "other-organisation",
        $"The header {EndUserOrganisation.Header} names an organisation for which the access token does not speak. Nothing was recorded."
    );

    public static Task RefuseTokenAsync(HttpContext http) => AnswerAsync(http, BadToken, $"{Realm}, error=\"invalid_token\"");

    public static Task RefuseScopeAsync(HttpContext http, string scope) =>
        AnswerAsync(http, FhirApi.FhirProblems.ScopeTooSmall(scope), $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"");

    public static Task RefuseOrganisationAsync(HttpContext http, Problem problem) => OperationOutcomes.AnswerAsync(http, problem);

    static Task AnswerAsync(HttpContext http, Problem problem, string challenge)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return OperationOutcomes.AnswerAsync(http, problem);
    }
}
