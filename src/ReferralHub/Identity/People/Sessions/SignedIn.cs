using Microsoft.AspNetCore.Http;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>What a request's cookie stands for: a session that lives or is over, its person, and the role in which they act.</summary>
/// <param name="Role">Null while the person has none or has not chosen.</param>
/// <param name="Caller">Null when the session is over or there is no role.</param>
sealed record SignedIn(StaffSession Session, Person Person, RoleGrant? Role, Caller? Caller)
{
    const string Item = "referralhub-signed-in";

    /// <summary>Why the session is over; null while it lives.</summary>
    public SessionEnd? Ended => Session.Why;

    public bool IsAlive => Session.Ended is null;

    /// <summary>Null when the request carries no cookie of a session that there is or was.</summary>
    public static SignedIn? Find(HttpContext http) => http.Items.TryGetValue(Item, out var found) ? (SignedIn?)found : null;

    public static void Keep(HttpContext http, SignedIn? found) => http.Items[Item] = found;
}
