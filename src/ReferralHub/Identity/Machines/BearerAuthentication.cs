using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// Finds out which system calls by its access token, and stops a request whose token is not good, or not good enough for it. A request
/// without a token goes on without a caller.
/// </summary>
public sealed partial class BearerAuthentication(AccessTokens tokens, ILogger<BearerAuthentication> log)
{
    const string Scheme = "Bearer";

    /// <summary>A step of the pipeline, behind routing.</summary>
    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        // There a client proves who it is by its assertion alone, and is told so.
        if (!HasBearer(http.Request) || http.Request.Path.Equals(TokenAddress.Path, StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        if (ReadToken(http.Request) is not { } token || await tokens.FindAsync(token, http.RequestAborted) is not { } caller)
        {
            await BearerProblems.RefuseTokenAsync(http);
            return;
        }

        http.SetCaller(caller);
        if (NeededScopes.FindMissing(http.Request, caller) is { } scope)
        {
            LacksScope(log, caller.Id, scope);
            AuditEntry.Current?.Reason = $"lacks the scope {scope}";
            await BearerProblems.RefuseScopeAsync(http, scope);
            return;
        }

        if (EndUserOrganisation.Read(http.Request) is { } named && (named.Count == 0 || !named.All(caller.ActsFor)))
        {
            var problem = named.Count == 0 ? BearerProblems.UnreadableOrganisation : BearerProblems.OtherOrganisation;
            NamedOther(log, caller.Id, problem.Code);
            AuditEntry.Current?.Reason = problem.Code;
            await BearerProblems.RefuseOrganisationAsync(http, problem);
            return;
        }

        await next(http);
    }

    static bool HasBearer(HttpRequest request) =>
        request.Headers.Authorization.Any(a =>
            a is not null
            && a.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && (a.Length == Scheme.Length || a[Scheme.Length] == ' ')
        );

    /// <summary>Null when it is not exactly one.</summary>
    static string? ReadToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } only] && only.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var token]
            ? token
            : null;

    [LoggerMessage(1807, LogLevel.Warning, "Client {Client} lacks the scope {Scope}")]
    static partial void LacksScope(ILogger log, string client, string scope);

    [LoggerMessage(1808, LogLevel.Warning, "Client {Client} was refused for the organisation that it named: {Why}")]
    static partial void NamedOther(ILogger log, string client, string why);
}
