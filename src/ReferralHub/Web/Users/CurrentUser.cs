using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform.Access;

namespace ReferralHub.Web.Users;

/// <summary>Who is at the browser; the only place that pages ask.</summary>
public sealed class CurrentUser(IHttpContextAccessor http)
{
    /// <summary>Name of the authentication scheme of people's sessions.</summary>
    public const string Scheme = "staff";

    /// <summary>Sent by the page's script when nobody did anything, so that it does not keep a session alive.</summary>
    public const string BackgroundHeader = "X-Background";

    const string IdleItem = "referralhub-idle";

    HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <summary>Null when nobody is signed in.</summary>
    public HubUser? User => Context.Caller is { IsSystem: false } caller ? HubUser.Read(caller) : null;

    /// <summary>
    /// Whose session has just ended because nothing was heard of them for too long: what they send is kept for them, and they are
    /// asked to sign in again. They are not signed in.
    /// </summary>
    public HubUser? IdleUser => FindIdle(Context) is { } caller ? HubUser.Read(caller) : null;

    /// <summary>Somebody was here, but nothing was heard of them for too long.</summary>
    public bool IsIdle => FindIdle(Context) is not null;

    /// <summary>The user of a page that only users reach.</summary>
    public HubUser Required => User ?? throw new InvalidOperationException("This page is for users only.");

    /// <summary>Ends the session.</summary>
    public Task LeaveAsync() => Context.SignOutAsync(Scheme);

    /// <summary>Authentication says whose session was found at its end.</summary>
    public static void KeepIdle(HttpContext http, Caller caller) => http.Items[IdleItem] = caller;

    internal static Caller? FindIdle(HttpContext http) => http.Items.TryGetValue(IdleItem, out var caller) ? (Caller?)caller : null;
}
