using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace ReferralHub.Web.Users;

/// <summary>A page that keeps what was typed when the session had ended by the time it was sent.</summary>
public interface IKeepsWork
{
    /// <summary>Keeps it where its author finds it again. The form has been bound.</summary>
    Task KeepAsync(HubUser author, CancellationToken cancellationToken);
}

/// <summary>A page for users of some kinds. Whoever has not said who they are is asked, and comes back afterwards.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForUsersAttribute(params UserKind[] kinds) : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var current = http.RequestServices.GetRequiredService<CurrentUser>();
        if (current.User is { } user && !current.IsIdle)
        {
            if (kinds.Contains(user.Kind))
                await next();
            else
                context.Result = new RedirectResult(Ask(http, "other"));
            return;
        }

        var isSent = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (isSent && current.User is { } gone && kinds.Contains(gone.Kind) && context.HandlerInstance is IKeepsWork work)
            await work.KeepAsync(gone, http.RequestAborted);
        // A script is told in a way that it can tell from an answer.
        if (http.Request.Headers.ContainsKey("X-Script"))
            context.Result = new StatusCodeResult(StatusCodes.Status401Unauthorized);
        else
            context.Result = new RedirectResult(Ask(http, current.IsIdle ? "ended" : null));
    }

    static string Ask(HttpContext http, string? why) =>
        "/user"
        + QueryString.Create(
            (KeyValuePair<string, string?>[])
                [
                    new(
                        "back",
                        HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : http.Request.Path.ToString()
                    ),
                    new("why", why),
                ]
        );
}
