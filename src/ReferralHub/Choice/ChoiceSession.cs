using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Choice;

/// <summary>Half an hour in which one patient may look at one referral, kept in a sealed cookie that scripts cannot read.</summary>
public sealed class ChoiceSession(IDataProtectionProvider protection, TimeProvider time)
{
    const string CookieName = "rh-choice";
    static readonly TimeSpan Length = TimeSpan.FromMinutes(30);
    readonly IDataProtector protector = protection.CreateProtector("choice-session");

    public void Begin(HttpResponse response, Guid referral)
    {
        var expires = time.UtcNow() + Length;
        response.Cookies.Append(
            CookieName,
            protector.Protect($"{referral:N}|{expires.Ticks}"),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = response.HttpContext.Request.IsHttps,
                Path = "/choose",
                MaxAge = Length,
            }
        );
    }

    /// <summary>The referral this visitor may see, or null.</summary>
    public Guid? Read(HttpRequest request)
    {
        if (request.Cookies[CookieName] is not { } cookie)
            return null;
        try
        {
            var parts = protector.Unprotect(cookie).Split('|');
            return long.Parse(parts[1], CultureInfo.InvariantCulture) > time.UtcNow().Ticks ? Guid.ParseExact(parts[0], "N") : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
