using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>A refusal in OAuth's form (RFC 6749 §5.2).</summary>
sealed class OAuthError(int status, string error, string description) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        OAuthJson.WriteAsync(
            httpContext,
            status,
            JsonText.Write(w =>
            {
                w.WriteStartObject();
                w.WriteString("error", error);
                w.WriteString("error_description", description);
                w.WriteEndObject();
            })
        );
}

/// <summary>A token in OAuth's form (RFC 6749 §5.1).</summary>
sealed class TokenAnswer(string token, IReadOnlyList<string> scopes) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        OAuthJson.WriteAsync(
            httpContext,
            200,
            JsonText.Write(w =>
            {
                w.WriteStartObject();
                w.WriteString("access_token", token);
                w.WriteString("token_type", "bearer");
                w.WriteNumber("expires_in", (int)AccessTokens.Lifetime.TotalSeconds);
                w.WriteString("scope", string.Join(' ', scopes));
                w.WriteEndObject();
            })
        );
}

static class OAuthJson
{
    public static async Task WriteAsync(HttpContext http, int status, byte[] body)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", body.Length);
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        await response.Body.WriteAsync(body, http.RequestAborted);
    }
}
