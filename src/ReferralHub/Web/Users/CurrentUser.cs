using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Web.Users;

/// <summary>
/// Who is at the browser; the only place that pages ask. Until sign-in exists the name is chosen and not proved, which is
/// why the hub answers on loopback addresses only.
/// </summary>
public sealed class CurrentUser(IHttpContextAccessor http, HubSettings settings, TimeProvider time)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Sent by the page's script when nobody did anything, so that it does not keep a session alive.</summary>
    public const string BackgroundHeader = "X-Background";

    const string SeenItem = "seen";
    const string IdleItem = "referralhub-idle";
    const char Between = ' ';

    HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <summary>Null when nobody has said who they are.</summary>
    public HubUser? User => Read(Context.User);

    /// <summary>
    /// Somebody was here, but nothing was heard of them for too long: what they send is kept, and they are asked again who they
    /// are.
    /// </summary>
    public bool IsIdle => Context.Items.ContainsKey(IdleItem);

    /// <summary>The user of a page that only users reach.</summary>
    public HubUser Required => User ?? throw new InvalidOperationException("This page is for users only.");

    public Task ChooseAsync(HubUser user)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, $"{user.Kind}|{user.Organisation}|{user.Name}"),
                new(ClaimTypes.Name, user.Name),
                new(nameof(HubUser.Role), user.Role),
                new(nameof(HubUser.Kind), user.Kind.ToString()),
                new(nameof(HubUser.Organisation), user.Organisation),
                new(nameof(HubUser.Specialties), string.Join(Between, user.Specialties)),
            ],
            Scheme
        );
        var properties = new AuthenticationProperties
        {
            IssuedUtc = time.GetUtcNow(),
            ExpiresUtc = time.GetUtcNow().AddHours(settings.Sessions.HoursMax),
        };
        properties.Items[SeenItem] = Seen(time.UtcNow());
        return Context.SignInAsync(Scheme, new(identity), properties);
    }

    public Task LeaveAsync() => Context.SignOutAsync(Scheme);

    /// <summary>Called for each request that carries a cookie.</summary>
    internal static Task CheckAsync(CookieValidatePrincipalContext context, SessionSettings sessions, DateTime now)
    {
        var seen =
            context.Properties.Items.TryGetValue(SeenItem, out var ticks)
            && long.TryParse(ticks, CultureInfo.InvariantCulture, out var value)
                ? new DateTime(value, DateTimeKind.Utc)
                : DateTime.MinValue;
        if (now - seen > TimeSpan.FromMinutes(sessions.IdleMinutes))
            context.HttpContext.Items[IdleItem] = true;
        else if (!context.HttpContext.Request.Headers.ContainsKey(BackgroundHeader))
        {
            context.Properties.Items[SeenItem] = Seen(now);
            context.ShouldRenew = true;
        }

        return Task.CompletedTask;
    }

    static string Seen(DateTime at) => at.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static HubUser? Read(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name }
        && Enum.TryParse<UserKind>(principal.FindFirstValue(nameof(HubUser.Kind)), out var kind)
            ? new(
                name,
                principal.FindFirstValue(nameof(HubUser.Role)) ?? "",
                kind,
                principal.FindFirstValue(nameof(HubUser.Organisation)) ?? "",
                principal.FindFirstValue(nameof(HubUser.Specialties))?.Split(Between, StringSplitOptions.RemoveEmptyEntries) ?? []
            )
            : null;
}
