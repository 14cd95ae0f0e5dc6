using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// <c>POST /oauth/token</c>: the client credentials grant (RFC 6749 §4.4) with <c>private_key_jwt</c>, as SMART Backend Services has it.
/// Answers are those of OAuth: a token, or <c>error</c> with a sentence.
/// </summary>
sealed partial class TokenEndpoint(
    AssertionCheck check,
    AccessTokens tokens,
    FailureLimit failures,
    HubSettings settings,
    ILogger<TokenEndpoint> log
)
{
    const int BodyBytesMax = 64 * 1024;
    const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var (form, unreadable) = await ReadFormAsync(http.Request, http.RequestAborted);
        var assertion = form?.GetValueOrDefault("client_assertion").ToString();
        var client = Name(form?.GetValueOrDefault("client_id").ToString()) ?? Name(ClientAssertion.FindClaimedClient(assertion)) ?? "";
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (failures.FindWaitSeconds(address, client) is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            Tell(client, "too-many-failures");
            return new OAuthError(429, "temporarily_unavailable", $"There were too many failures. Try again in {seconds} seconds.");
        }

        var (granted, refusal, why) = unreadable is not null
            ? (null, unreadable, "unreadable")
            : await ExchangeAsync(http, form!, assertion!, http.RequestAborted);
        if (granted is not null)
            return granted;
        failures.CountFailure(address, client);
        Tell(client, why!);
        return refusal!;
    }

    /// <summary>Why a token was refused, for the log and for the audit of this call.</summary>
    void Tell(string client, string why)
    {
        Refused(log, Shown(client), why);
        AuditEntry.Current?.Reason = $"no token for {Shown(client)}: {why}";
    }

    /// <summary>Other methods.</summary>
    public static IResult RefuseMethod(HttpContext http)
    {
        http.Response.Headers.Allow = HttpMethods.Post;
        return new OAuthError(405, "invalid_request", "Tokens are asked for with POST.");
    }

    async Task<(IResult? Granted, OAuthError? Refusal, string? Why)> ExchangeAsync(
        HttpContext http,
        Dictionary<string, StringValues> form,
        string assertion,
        CancellationToken cancellationToken
    )
    {
        switch (form.GetValueOrDefault("grant_type").ToString())
        {
            case "client_credentials":
                break;
            case "":
                return Refuse(400, "invalid_request", "The parameter grant_type is missing.", "grant-type");
            default:
                return Refuse(400, "unsupported_grant_type", "The grant type must be client_credentials.", "grant-type");
        }

        if (http.Request.Headers.ContainsKey("Authorization") || form.ContainsKey("client_secret"))
            return RefuseClient("Clients prove who they are with a signed assertion (private_key_jwt) and in no other way.", "secret");
        if (assertion.Length == 0)
            return RefuseClient("The parameter client_assertion is missing.", "no-assertion");
        if (form.GetValueOrDefault("client_assertion_type") != AssertionType)
            return Refuse(400, "invalid_request", $"The parameter client_assertion_type must be {AssertionType}.", "assertion-type");
        string[] names = [TokenAddress.FindTokenUrl(http.Request, settings), TokenAddress.FindIssuer(http.Request, settings)];
        var answer = await check.CheckAsync(assertion, names, cancellationToken);
        if (answer.Client is not { } client)
            return RefuseClient(answer.Text!, answer.Why!);
        // With the token its row of the audit is written, and says whose it is.
        AuditEntry.Current?.Caller = ClientRegistry.CreateCaller(client);
        if (form.TryGetValue("client_id", out var named) && named != client.Id)
            return RefuseClient("The parameter client_id is not the client of the assertion.", "client-id");
        var asked = form.GetValueOrDefault("scope").ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var scopes = SmartScopes.Grant(asked, client.ListScopes());
        if (scopes.Count == 0)
            return Refuse(400, "invalid_scope", "None of the scopes that were asked for is registered for this client.", "scope");
        if (await tokens.ExchangeAsync(client, answer.Jti!, answer.UsableUntil, scopes, cancellationToken) is not { } token)
            return RefuseClient("This assertion was used before (jti); sign a new one for each token.", "replayed");
        Issued(log, client.Id);
        return (new TokenAnswer(token, scopes), null, null);
    }

    /// <summary>Each parameter once (RFC 6749 §3.2).</summary>
    static async Task<(Dictionary<string, StringValues>? Form, OAuthError? Fault)> ReadFormAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            !System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !string.Equals(type.MediaType, MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase)
        )
            return (null, new(400, "invalid_request", $"Send the parameters as {MediaTypeNames.Application.FormUrlEncoded}."));
        var bytes = new byte[BodyBytesMax + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > BodyBytesMax)
            return (null, new(400, "invalid_request", $"The request has more than {BodyBytesMax:N0} bytes."));
        Dictionary<string, StringValues> form;
        try
        {
            using var reader = new FormReader(new MemoryStream(bytes, 0, length));
            form = await reader.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            return (null, new(400, "invalid_request", "The parameters cannot be read."));
        }

        return form.Any(p => p.Value.Count > 1)
            ? (null, new(400, "invalid_request", "A parameter stands there twice; each may be there once."))
            : (form, null);
    }

    static (IResult?, OAuthError?, string?) RefuseClient(string text, string why) => Refuse(401, "invalid_client", text, why);

    static (IResult?, OAuthError?, string?) Refuse(int status, string error, string text, string why) =>
        (null, new(status, error, text), why);

    static string? Name(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>What anybody may send is not written to the log as it came.</summary>
    static string Shown(string client) =>
        string.Concat(client.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(ClientRegistration.IdCharactersMax));

    [LoggerMessage(1805, LogLevel.Information, "Client {Client} got a token")]
    static partial void Issued(ILogger log, string client);

    [LoggerMessage(1806, LogLevel.Warning, "A token was refused to {Client}: {Why}")]
    static partial void Refused(ILogger log, string client, string why);
}
