using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Choice;

/// <summary>
/// Half an hour in which one patient may look at one referral, kept in a sealed cookie that scripts cannot read. It ends with
/// the link that it began with: when another link is issued, or this one is locked.
/// </summary>
public sealed class ChoiceSession(IDataProtectionProvider protection, ChoiceLinks links, TimeProvider time)
{
    const string CookieName = "rh-choice";
    static readonly TimeSpan Length = TimeSpan.FromMinutes(30);
    readonly IDataProtector protector = protection.CreateProtector("choice-session");

    public void Begin(HttpResponse response, OpenedLink opened)
    {
        var expires = time.UtcNow() + Length;
        response.Cookies.Append(
            CookieName,
            protector.Protect($"{opened.Referral:N}|{expires.Ticks}|{opened.Link}"),
            new() { MaxAge = Length }
        );
    }

    /// <summary>
    /// The referral this visitor may see, or null. From here on the request reads nothing else, whoever else has signed in.
    /// </summary>
    public async Task<Guid?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Open(request) is not { } opened || !await links.IsCurrentAsync(opened, cancellationToken))
            return null;
        CurrentScope.Narrow(request.HttpContext, AccessScope.ForReferral(opened.Referral));
        return opened.Referral;
    }

    OpenedLink? Open(HttpRequest request)
    {
        if (request.Cookies[CookieName] is not { } cookie)
            return null;
        try
        {
            return
                protector.Unprotect(cookie).Split('|') is [var referral, var expires, var link]
                && long.Parse(expires, CultureInfo.InvariantCulture) > time.UtcNow().Ticks
                ? new(Guid.ParseExact(referral, "N"), link)
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
