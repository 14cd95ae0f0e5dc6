using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Problems;

namespace ReferralHub.Identity.People.StepUp;

/// <summary>Holds back a request that needs a fresh proof of who calls, and sends people to where they give it.</summary>
public static class StepUpGuard
{
    public const int FreshMinutes = 5;
    public const string ConfirmPage = "/user/confirm";

    static readonly Problem NotFresh = new(
        403,
        "forbidden",
        "REC_FORBIDDEN",
        "confirmation-needed",
        $"This needs a confirmation of who you are from the last {FreshMinutes} minutes. Open {ConfirmPage}, then try again."
    );

    /// <summary>Runs after the allowance has been checked.</summary>
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (
            endpoint?.Metadata.GetMetadata<INeedsStepUp>() is not { } need
            || (isRead && !need.ToRead)
            || http.Caller is not { IsSystem: false } caller
            || !MayCall(endpoint, caller)
            || IsFresh(http)
        )
            return next(http);
        if (
            http.Request.Headers.ContainsKey("X-Script")
            || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        )
            return OperationOutcomes.AnswerAsync(http, NotFresh);
        var ask = QueryString.Create("back", FindWayBack(http.Request, isRead));
        http.Response.Redirect(ConfirmPage + (isRead ? ask : ask.Add("sent", "1")));
        return Task.CompletedTask;
    }

    /// <summary>Whether whoever is signed in has proved within the last minutes who they are.</summary>
    public static bool IsFresh(HttpContext http) =>
        SignedIn.Find(http) is { IsAlive: true, Session.SteppedUp: { } proved }
        && http.RequestServices.GetRequiredService<TimeProvider>().UtcNow() - proved < TimeSpan.FromMinutes(FreshMinutes);

    /// <summary>Whoever may not call it at all is told that, and not asked to confirm who they are first.</summary>
    static bool MayCall(Endpoint endpoint, Caller caller) =>
        endpoint.Metadata.GetMetadata<IHasAllowance>()?.Allowance is not { } allowance
        || allowance.IsOpen
        || allowance.Roles.Contains(caller.Role);

    /// <summary>The page itself; what was sent is not sent again by the hub.</summary>
    static string FindWayBack(HttpRequest request, bool isRead)
    {
        if (isRead)
            return request.Path + request.QueryString;
        var query = new QueryString();
        foreach (var (key, values) in request.Query.Where(q => q.Key != "handler"))
        foreach (var value in values)
            query = query.Add(key, value ?? "");
        return request.Path + query;
    }
}
