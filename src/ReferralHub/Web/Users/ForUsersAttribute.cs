using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform.Access;

namespace ReferralHub.Web.Users;

/// <summary>A page that keeps what was typed when the session had ended by the time it was sent.</summary>
public interface IKeepsWork
{
    /// <summary>Keeps it where its author finds it again. The form has been bound.</summary>
    Task KeepAsync(HubUser author, CancellationToken cancellationToken);
}

/// <summary>A page for users of some kinds. Whoever is not signed in is asked to, and comes back afterwards.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ForUsersAttribute(params CallerRole[] kinds) : Attribute, IAsyncPageFilter, IHasAllowance
{
    public Allowance Allowance { get; } = new(kinds);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var current = http.RequestServices.GetRequiredService<CurrentUser>();
        if (current.User is { } user)
        {
            if (kinds.Contains(user.Kind))
                await next();
            else
                (http.AuditEntry().IsRefused, context.Result) = (true, new RedirectResult(Ask(http, "other")));
            return;
        }

        http.AuditEntry().IsRefused = true;
        var isSent = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (isSent && current.IdleUser is { } gone && kinds.Contains(gone.Kind) && context.HandlerInstance is IKeepsWork work)
            await KeepAsync(http, work, gone);
        // A script is told in a way that it can tell from an answer.
        if (http.Request.Headers.ContainsKey("X-Script"))
            context.Result = new StatusCodeResult(StatusCodes.Status401Unauthorized);
        else
            context.Result = new RedirectResult(Ask(http, current.IsIdle ? "ended" : null));
    }

    /// <summary>Keeping it is the last thing that is done in their name.</summary>
    static async Task KeepAsync(HttpContext http, IKeepsWork work, HubUser author)
    {
        http.SetCaller(CurrentUser.FindIdle(http));
        try
        {
            await work.KeepAsync(author, http.RequestAborted);
        }
        finally
        {
            http.SetCaller(null);
        }
    }

    /// <summary>Where somebody signs in and comes back from, and why they are sent there, if there is something to say.</summary>
    internal static string Ask(HttpContext http, string? why) =>
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

/// <summary>A page for whoever has signed in, in any role.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAnyUserAttribute() : ForUsersAttribute([.. RoleSets.People]);
