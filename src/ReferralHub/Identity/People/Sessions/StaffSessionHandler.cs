using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>Knows people by the cookie of their session, and signs them out.</summary>
sealed class StaffSessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    StaffSessions sessions,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder), IAuthenticationSignOutHandler
{
    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        if (SignedIn.Find(Context) is { } found)
            await sessions.EndAsync(found.Session.Id, SessionEnd.SignedOut, time.UtcNow(), Context.RequestAborted);
        SessionCookie.Delete(Context);
        SignedIn.Keep(Context, null);
        Context.SetCaller(null);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A system shows its token and has no cookie; what has both is no browser.
        if (Request.Headers.Authorization.Count > 0 || SessionCookie.Read(Request) is not { } secret)
            return AuthenticateResult.NoResult();
        var isSign = !Request.Headers.ContainsKey(CurrentUser.BackgroundHeader);
        if (await sessions.ReadAsync(secret, isSign, Context.RequestAborted) is not { } found)
            return AuthenticateResult.NoResult();
        SignedIn.Keep(Context, found);
        if (found.IsAlive)
            Context.SetCaller(found.Caller);
        else if (found.Ended is SessionEnd.Idle or SessionEnd.TooLong && found.Role is { } role && IsRecent(found.Session))
            CurrentUser.KeepIdle(Context, sessions.CreateCaller(found.Person, role, found.Session.Id));
        else
            return AuthenticateResult.NoResult();
        // Only forms look at it: a form that was made for one person is not taken from another.
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, found.Person.Id.ToString())], Scheme.Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <summary>What was typed is kept for those who were away for hours, not for whoever finds an old cookie.</summary>
    bool IsRecent(StaffSession session) => time.UtcNow() - session.Seen < TimeSpan.FromHours(24);
}
