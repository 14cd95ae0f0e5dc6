using Microsoft.AspNetCore.Http;

namespace ReferralHub.Platform.Access;

/// <summary>Who calls, for whatever answers a request. Authentication sets it; nothing else does.</summary>
public static class CallerContext
{
    const string Item = "referralhub-caller";

    extension(HttpContext http)
    {
        /// <summary>Null when nobody has signed in.</summary>
        public Caller? Caller => http.Items.TryGetValue(Item, out var caller) ? (Caller?)caller : null;

        /// <summary>The caller of a route that only callers reach.</summary>
        public Caller RequiredCaller => http.Caller ?? throw new InvalidOperationException("This route is for callers only.");

        public void SetCaller(Caller? caller) => http.Items[Item] = caller;
    }
}

/// <summary>
/// The scope of whatever runs now: that of the request's caller; of no referral in a request without one; all outside any request,
/// where the hub does its own work.
/// </summary>
public sealed class CurrentScope(IHttpContextAccessor http)
{
    const string Item = "referralhub-scope";

    /// <summary>Whether the scopes of the calling system let it read resources of this type; true where no system calls.</summary>
    public bool MayRead(string type) => http.HttpContext?.Caller?.MayCall(type, Interactions.Read) ?? true;

    public AccessScope Read() =>
        http.HttpContext is not { } context ? AccessScope.System("outside any request")
        : context.Items.TryGetValue(Item, out var narrowed) ? (AccessScope)narrowed!
        : context.Caller?.Scope ?? AccessScope.Nothing;

    /// <summary>Does one thing of a request in another scope than its caller's, which has been checked by other means.</summary>
    public static async Task<T> RunAsAsync<T>(HttpContext? http, AccessScope scope, Func<Task<T>> work)
    {
        if (http is null)
            return await work();
        var isSet = http.Items.TryGetValue(Item, out var before);
        http.Items[Item] = scope;
        try
        {
            return await work();
        }
        finally
        {
            if (isSet)
                http.Items[Item] = before;
            else
                http.Items.Remove(Item);
        }
    }

    /// <summary>Sets the scope of a request whose caller is known by other means: a patient by their link.</summary>
    public static void Narrow(HttpContext http, AccessScope scope) => http.Items[Item] = scope;
}
