using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ReferralHub.Web;

/// <summary>
/// Every cookie of the hub has a name that begins with <c>rh-</c>, is closed to scripts and is sent on the hub's own pages only. Over
/// https its name at the browser has the prefix <c>__Host-</c> before it, with which a browser takes it from this host over TLS alone
/// (RFC 6265bis, section 4.1.3.2), so that no neighbour of its domain can plant one. Code reads and writes the short names; over plain
/// http on loopback they are the names.
/// </summary>
public static class HubCookies
{
    const string Own = "rh-";
    const string Prefix = "__Host-";

    public static Task HardenAsync(HttpContext context, RequestDelegate next)
    {
        var isHttps = context.Request.IsHttps;
        var features = context.Features;
        if (isHttps)
            features.Set<IRequestCookiesFeature>(new PrefixedCookies(context.Request.Cookies));
        features.Set<IResponseCookiesFeature>(new HardCookies(context.Response.Cookies, isHttps));
        return next(context);
    }

    static bool IsOwn(string name) => name.StartsWith(Own, StringComparison.Ordinal);

    /// <summary>What a browser sent over https: of the hub's own names only those with the prefix count.</summary>
    sealed class PrefixedCookies(IRequestCookieCollection sent) : IRequestCookiesFeature, IRequestCookieCollection
    {
        public IRequestCookieCollection Cookies
        {
            get => this;
            set => throw new NotSupportedException();
        }

        public int Count => this.Count();

        public ICollection<string> Keys => [.. this.Select(c => c.Key)];

        public string? this[string key] => sent[Name(key)];

        public bool ContainsKey(string key) => sent.ContainsKey(Name(key));

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => sent.TryGetValue(Name(key), out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            sent.Where(c => !IsOwn(c.Key))
                .Select(c => c.Key.StartsWith(Prefix + Own, StringComparison.Ordinal) ? new(c.Key[Prefix.Length..], c.Value) : c)
                .GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        static string Name(string key) => IsOwn(key) ? Prefix + key : key;
    }

    /// <summary>What the hub sends: its own cookies always hard.</summary>
    sealed class HardCookies(IResponseCookies cookies, bool isHttps) : IResponseCookiesFeature, IResponseCookies
    {
        public IResponseCookies Cookies => this;

        public void Append(string key, string value) => Append(key, value, new());

        public void Append(string key, string value, CookieOptions options)
        {
            var (name, hard) = Harden(key, options);
            cookies.Append(name, value, hard);
        }

        public void Delete(string key) => Delete(key, new());

        public void Delete(string key, CookieOptions options)
        {
            var (name, hard) = Harden(key, options);
            cookies.Delete(name, hard);
        }

        (string Name, CookieOptions Options) Harden(string key, CookieOptions options) =>
            !IsOwn(key)
                ? (key, options)
                : (
                    isHttps ? Prefix + key : key,
                    new(options)
                    {
                        Secure = isHttps,
                        HttpOnly = true,
                        // What must come back with a redirect from an identity provider's site asks for it.
                        SameSite = options.SameSite == SameSiteMode.Lax ? SameSiteMode.Lax : SameSiteMode.Strict,
                        Path = "/",
                        Domain = null,
                    }
                );
    }
}
