using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ReferralHub.Identity.Machines;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Identity.Machines;

namespace ReferralHub.Tests;

/// <summary>
/// Signs in whoever a test needs, with the hub's own sessions and tokens; only that they prove who they are is left out, which has
/// tests of its own.
/// </summary>
public sealed class TestSignIn(TestHub hub)
{
    const string Issuer = "urn:example:tests";

    /// <summary>Less than tokens and sessions last, by the hub's clock.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(4);

    static readonly KeySet Keys = TestKey.ReadSet(TestKey.Es384("test"));
    readonly ConcurrentDictionary<string, (string Secret, DateTime Since)> known = new(StringComparer.Ordinal);

    /// <summary>Many may call at once, and each needs the same client or person, who is registered once.</summary>
    readonly SemaphoreSlim making = new(1, 1);

    DateTime Now => hub.Get<TimeProvider>().GetUtcNow().UtcDateTime;

    /// <summary>An access token of a system with all scopes of its kind, which is registered when it is not yet.</summary>
    public Task<string> TokenAsync(ClientKind kind, params string[] organisations) =>
        KeepAsync($"{kind} {string.Join(' ', organisations)}", id => IssueAsync(id, kind, organisations));

    /// <summary>The cookie of a session of somebody who has this role.</summary>
    public async Task<Cookie> SessionAsync(string name, CallerRole role, string post = "Consultant", string organisation = "XRH01")
    {
        var secret = await KeepAsync($"{role} {organisation} {name}", _ => BeginAsync(name, role, post, organisation));
        return new("rh-session", secret, "/", "127.0.0.1");
    }

    async Task<string> KeepAsync(string key, Func<string, Task<string>> make)
    {
        if (FindKept(key) is { } fresh)
            return fresh;
        await making.WaitAsync();
        try
        {
            if (FindKept(key) is { } made)
                return made;
            var secret = await make(key);
            known[key] = (secret, Now);
            return secret;
        }
        finally
        {
            making.Release();
        }
    }

    string? FindKept(string key) => known.TryGetValue(key, out var kept) && (Now - kept.Since).Duration() < Fresh ? kept.Secret : null;

    async Task<string> IssueAsync(string name, ClientKind kind, string[] organisations)
    {
        var id = "test-" + name.Replace(' ', '-').ToLowerInvariant();
        if (!known.ContainsKey(name))
            await hub.Get<ClientRegistry>().RegisterAsync(new(id, name, kind, organisations) { Keys = Keys }, CancellationToken.None);
        return await hub.Get<AccessTokens>().IssueAsync(id, null, CancellationToken.None);
    }

    async Task<string> BeginAsync(string name, CallerRole role, string post, string organisation)
    {
        var id = await hub.Get<RecordPerson>()
            .RecordAsync(new(Issuer, $"{name} {role} {organisation}", name, post, [new(role, organisation)]), CancellationToken.None);
        var found = (await hub.Get<ReadPeople>().FindAsync(id, CancellationToken.None))!;
        var http = new DefaultHttpContext();
        await hub.Get<SessionIssuer>().BeginAsync(http, found.Person, found.Roles[0], CancellationToken.None);
        var set = http.Response.GetTypedHeaders().SetCookie;
        return set.Single(c => c.Name == "rh-session").Value.ToString();
    }
}

/// <summary>
/// Lets the client of a test hub call as whoever may: a system of the centre where systems ask, otherwise somebody of the centre. A
/// request that says itself who calls is left as it is.
/// </summary>
sealed class TestCallerHandler(TestHub hub, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The person who is to call, by name; a reviewer.</summary>
    public static readonly HttpRequestOptionsKey<string> As = new("test-caller");

    static readonly Dictionary<CallerRole, ClientKind> Kinds = new()
    {
        [CallerRole.GpSystem] = ClientKind.Gp,
        [CallerRole.ProviderSystem] = ClientKind.Provider,
        [CallerRole.CentreSystem] = ClientKind.Centre,
        [CallerRole.ReaderSystem] = ClientKind.Reader,
    };

    static readonly string[] Open = ["/choose", "/user", "/health", "/problem", "/oauth", "/.well-known", "/assets", "/lib"];
    static readonly string[] ForSystems = ["/fhir", "/feeds", "/operations/api", "/metrics", "/rules/api", "/rules/simulate"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Headers.TryGetValues(TestCallers.Header, out var said))
        {
            request.Headers.Remove(TestCallers.Header);
            if (TestCallers.Read(said.Single()) is { } caller)
                await ComeAsAsync(request, caller);
            return await base.SendAsync(request, cancellationToken);
        }

        if (request.Headers.Contains(HeaderNames.Authorization) || request.Headers.Contains(HeaderNames.Cookie) || IsUnder(path, Open))
            return await base.SendAsync(request, cancellationToken);
        if (request.Options.TryGetValue(As, out var name))
            await ComeAsAsync(request, name, CallerRole.Reviewer);
        else if (IsUnder(path, ForSystems))
            request.Headers.Authorization = new("Bearer", await hub.SignIn.TokenAsync(ClientKind.Centre, "XRH01"));
        else
            await ComeAsAsync(
                request,
                "Test Colleague",
                path.StartsWith("/operations", StringComparison.Ordinal) ? CallerRole.Operator : CallerRole.Lead
            );
        return await base.SendAsync(request, cancellationToken);
    }

    async Task ComeAsAsync(HttpRequestMessage request, Caller caller)
    {
        if (Kinds.TryGetValue(caller.Role, out var kind))
            request.Headers.Authorization = new("Bearer", await hub.SignIn.TokenAsync(kind, [.. caller.Organisations]));
        else
            request.Headers.Add(
                HeaderNames.Cookie,
                (await hub.SignIn.SessionAsync(caller.Name, caller.Role, caller.Post, caller.Organisations[0])).ToString()
            );
    }

    async Task ComeAsAsync(HttpRequestMessage request, string name, CallerRole role) =>
        request.Headers.Add(HeaderNames.Cookie, (await hub.SignIn.SessionAsync(name, role)).ToString());

    static bool IsUnder(string path, string[] prefixes) =>
        path == "/" || prefixes.Any(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal));
}
