using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// One row for each audited call. Stands after routing and before sign-in and whatever else may refuse a call, so that
/// refusals are audited too. What cannot be audited is answered with 503, and nothing of it has left.
/// </summary>
public sealed class AuditMiddleware(
    RequestDelegate next,
    AuditWriter writer,
    QueryFingerprints fingerprints,
    HubDatabase database,
    TimeProvider time
)
{
    const int ClientClosed = 499;

    public async Task InvokeAsync(HttpContext http)
    {
        // A page about an error passes here again, within the same call.
        if (http.GetEndpoint() is not { } endpoint || http.FindAuditEntry() is not null)
        {
            await next(http);
            return;
        }

        var entry = new RequestEntry(Describe(http, endpoint)) { Caller = http.Caller };
        http.SetAuditEntry(entry);
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var gate = new AuditGate(body, () => WriteAsync(http, entry, http.Response.StatusCode));
        http.Features.Set<IHttpResponseBodyFeature>(gate);
        AuditEntry.Current = entry;
        try
        {
            await next(http);
            await gate.FinishAsync();
            // What was touched after the first bytes had left.
            await WriteAsync(http, entry, http.Response.StatusCode);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            http.Features.Set(body);
            if (!await TryWriteAsync(http, entry, e))
            {
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers.RetryAfter = "5";
                return;
            }

            throw;
        }
        finally
        {
            AuditEntry.Current = null;
            http.Features.Set(body);
        }
    }

    /// <summary>Notes who calls, once that has been found out: a change takes its row along before there is an answer.</summary>
    public static Task NoteCallerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.FindAuditEntry() is { } entry)
            entry.Caller ??= http.Caller;
        return next(http);
    }

    /// <summary>Audits a call that ended in an exception; false when it cannot.</summary>
    async Task<bool> TryWriteAsync(HttpContext http, RequestEntry entry, Exception ended)
    {
        if (ended.Find<AuditUnavailableException>() is not null)
            return false;
        try
        {
            await WriteAsync(http, entry, FindStatus(http, ended));
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    Task WriteAsync(HttpContext http, RequestEntry entry, int status)
    {
        entry.Caller ??= http.Caller;
        // The one who has it writes it with the change; the caller of that change has gone.
        if (!entry.Wants(status) || entry.WaitFor(() => WriteLater(entry, status)))
            return Task.CompletedTask;
        return writer.WriteAsync(entry, status);
    }

    void WriteLater(RequestEntry entry, int status)
    {
        if (entry.Wants(status))
            writer.WriteLater(entry, status);
    }

    int FindStatus(HttpContext http, Exception ended) =>
        ended switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            OperationCanceledException when http.RequestAborted.IsCancellationRequested => ClientClosed,
            _ when database.IsOutage(ended) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    CallFacts Describe(HttpContext http, Endpoint endpoint)
    {
        var method = http.Request.Method;
        var audited = endpoint.Metadata.GetMetadata<AuditedAttribute>();
        var isOpen = endpoint.Metadata.GetMetadata<IHasAllowance>()?.Allowance.IsOpen ?? false;
        var template = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "";
        return new(
            time.UtcNow(),
            $"{method} /{template.TrimStart('/')}",
            fingerprints.Compute(http.Request),
            HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method),
            audited is not null || !isOpen,
            audited?.Act
        );
    }
}
