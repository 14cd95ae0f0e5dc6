using System.Security.Cryptography;
using ReferralHub.Identity.Machines;
using Shouldly;

namespace ReferralHub.Tests.Identity.Machines;

public sealed partial class TokenTableTests
{
    delegate Task<HttpResponseMessage> Ask(TokenTableHub table);

    static readonly Dictionary<string, (int Status, string? Error, Ask Ask)> AllRows = CreateRows()
        .ToDictionary(r => r.Name, r => (r.Status, r.Error, r.Ask));

    static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    static IEnumerable<(string Name, int Status, string? Error, Ask Ask)> CreateRows()
    {
        yield return Good("1 RS384 with the token URL", async t => await Register(t, TestKey.Rs384("r")));
        yield return Good("2 ES384", async t => await Register(t));
        yield return Good("3 issuer as aud", async t => await Register(t), (c, claims) => claims["aud"] = c.Issuer);
        yield return ("4 rotated key, old and new published", 200, null, RotatedAsync);
        yield return Good("5 exp 299 s ahead", async t => await Register(t), (_, claims) => claims["exp"] = Now + 299);
        yield return Good(
            "6 clock 20 s slow",
            async t => await Register(t),
            (_, claims) => (claims["iat"], claims["nbf"], claims["exp"]) = (Now - 20, Now - 20, Now - 10)
        );
        yield return Claims("7 exp 400 s ahead", (_, claims) => claims["exp"] = Now + 400);
        yield return Claims("8 expired 31 s", (_, claims) => claims["exp"] = Now - 31);
        yield return Claims("9 future nbf", (_, claims) => claims["nbf"] = Now + 60);
        yield return Claims("10 no exp", (_, claims) => claims.Remove("exp"));
        yield return Claims("11 no jti", (_, claims) => claims.Remove("jti"));
        yield return Bad("12 replayed jti", ReplayedAsync);
        yield return Claims("13 wrong aud", (_, claims) => claims["aud"] = "https://elsewhere.example/oauth/token");
        yield return Claims("14 aud with a stranger", (c, claims) => claims["aud"] = new[] { c.Issuer, "https://elsewhere.example" });
        yield return Claims("15 iss is not sub", (_, claims) => claims["sub"] = "somebody-else");
        yield return Claims("16 unknown client", (_, claims) => (claims["iss"], claims["sub"]) = ("nobody", "nobody"));
        yield return Bad("17 disabled client", DisabledAsync);
        yield return Header("18 unknown kid", (_, header) => header["kid"] = "other");
        yield return Header("19 no kid", (_, header) => header.Remove("kid"));
        yield return Bad("20 two keys match", TwoKeysAsync);
        yield return Signed("21 wrong key", (_, data) => TestKey.Es384("k1").Sign(data));
        yield return Signed("22 alg none", (_, _) => [], (_, header) => header["alg"] = "none");
        yield return Signed("23 HS256 over the JWKS", (c, data) => HmacOverKeys(c.Key, data), (_, header) => header["alg"] = "HS256");
        yield return Signed(
            "24 RS256",
            (c, data) => c.Key.SignRsa(data, HashAlgorithmName.SHA256),
            (_, header) => header["alg"] = "RS256",
            TestKey.Rs384("r")
        );
        yield return Header("25 kty is not alg's", (_, header) => header["alg"] = "RS384");
        yield return Bad("26 embedded jwk", EmbeddedAsync);
        yield return Header("27 x5u", (_, header) => header["x5u"] = "https://elsewhere.example/chain.pem");
        yield return Bad("28 unregistered jku", UnregisteredAddressAsync);
        yield return Bad("29 JWKS unreachable", UnreachableAsync);
        yield return Bad("30 JWKS over 64 kB or redirecting", TooLargeOrElsewhereAsync);
        yield return Bad("31 client_id is not sub", async t => await (await Register(t)).AskAsync(more: ("client_id", "somebody-else")));
        yield return Bad("32 tampered payload", TamperedAsync);
        yield return Claims("33 assertion over 16 kB", (_, claims) => claims["padding"] = new string('x', 16 * 1024));
        yield return ("34 wrong assertion type", 400, "invalid_request", WrongTypeAsync);
        yield return ("35 password grant", 400, "unsupported_grant_type", PasswordAsync);
        yield return (
            "36 no registered scope",
            400,
            "invalid_scope",
            async t => await (await Register(t)).AskAsync(scope: "system/hub.operate")
        );
        yield return (
            "37 duplicated parameter",
            400,
            "invalid_request",
            async t => await (await Register(t)).AskAsync(more: ("grant_type", "client_credentials"))
        );
        yield return ("38 GET", 405, "invalid_request", t => t.Hub.Http.GetAsync("/oauth/token"));
        yield return ("39 bad bearer", 401, "invalid_token", BadBearerAsync);
        yield return ("40 scope too small", 403, "insufficient_scope", SmallScopeAsync);
        yield return ("41 the 21st failure a minute", 429, "temporarily_unavailable", TwentyFirstFailureAsync);
    }

    static Task<TestClient> Register(TokenTableHub table, TestKey? key = null) => TestClient.RegisterAsync(table.Hub, key);

    static (string, int, string?, Ask) Good(
        string name,
        Func<TokenTableHub, Task<TestClient>> register,
        Action<TestClient, Dictionary<string, object?>>? claims = null
    ) =>
        (
            name,
            200,
            null,
            async t =>
            {
                var client = await register(t);
                return await client.AskAsync(client.Sign(claims: c => claims?.Invoke(client, c)));
            }
        );

    static (string, int, string?, Ask) Bad(string name, Ask ask) => (name, 401, "invalid_client", ask);

    static (string, int, string?, Ask) Claims(string name, Action<TestClient, Dictionary<string, object?>> claims) =>
        Bad(
            name,
            async t =>
            {
                var client = await Register(t);
                return await client.AskAsync(client.Sign(claims: c => claims(client, c)));
            }
        );

    static (string, int, string?, Ask) Header(string name, Action<TestClient, Dictionary<string, object?>> header) =>
        Signed(name, (client, data) => client.Key.Sign(data), header);

    static (string, int, string?, Ask) Signed(
        string name,
        Func<TestClient, byte[], byte[]> sign,
        Action<TestClient, Dictionary<string, object?>>? header = null,
        TestKey? key = null
    ) =>
        Bad(
            name,
            async t =>
            {
                var client = await Register(t, key);
                return await client.AskAsync(client.Sign(h => header?.Invoke(client, h), sign: data => sign(client, data)));
            }
        );

    static async Task<HttpResponseMessage> RotatedAsync(TokenTableHub table)
    {
        var (old, young) = (TestKey.Rs384("old"), TestKey.Es384("young"));
        var client = await table.PublishAsync(old, "rotated", TestKey.Set(old, young));
        (await client.TokenAsync()).ShouldNotBeNull();
        return await new TestClient(table.Hub, client.Id, young).AskAsync();
    }

    static async Task<HttpResponseMessage> ReplayedAsync(TokenTableHub table)
    {
        var client = await Register(table);
        var assertion = client.Sign();
        using var first = await client.AskAsync(assertion);
        return first.IsSuccessStatusCode ? await client.AskAsync(assertion) : throw new InvalidOperationException("The first was refused.");
    }

    static async Task<HttpResponseMessage> DisabledAsync(TokenTableHub table)
    {
        var client = await Register(table);
        await table.Hub.Get<ClientRegistry>().DisableAsync(client.Id, CancellationToken.None);
        return await client.AskAsync();
    }

    static async Task<HttpResponseMessage> TwoKeysAsync(TokenTableHub table)
    {
        var key = TestKey.Es384("same");
        return await (await table.PublishAsync(key, "twins", TestKey.Set(key, TestKey.Es384("same")))).AskAsync();
    }

    static async Task<HttpResponseMessage> EmbeddedAsync(TokenTableHub table)
    {
        var (client, own) = (await Register(table), TestKey.Es384("k1"));
        return await client.AskAsync(client.Sign(h => h["jwk"] = own.Jwk(), sign: own.Sign));
    }

    static async Task<HttpResponseMessage> UnregisteredAddressAsync(TokenTableHub table)
    {
        var (client, own) = (await Register(table), TestKey.Es384("k1"));
        var address = table.Keys.Publish("stranger", TestKey.Set(own));
        return await client.AskAsync(client.Sign(h => h["jku"] = address, sign: own.Sign));
    }

    static async Task<HttpResponseMessage> UnreachableAsync(TokenTableHub table) =>
        await (
            await TestClient.RegisterAsync(table.Hub, set: r => r with { Keys = null, KeysUrl = "https://127.0.0.1:1/keys" })
        ).AskAsync();

    static async Task<HttpResponseMessage> TooLargeOrElsewhereAsync(TokenTableHub table)
    {
        var key = TestKey.Es384("k1");
        var good = table.Keys.Publish("good", TestKey.Set(key));
        var elsewhere = await table.PublishAsync(
            key,
            "elsewhere",
            http =>
            {
                http.Response.Redirect(good);
                return Task.CompletedTask;
            }
        );
        using var redirected = await elsewhere.AskAsync();
        if ((int)redirected.StatusCode != 401)
            throw new InvalidOperationException("A redirection was followed.");
        return await (await table.PublishAsync(key, "large", TestKey.Set(key) + new string(' ', 64 * 1024))).AskAsync();
    }

    static async Task<HttpResponseMessage> TamperedAsync(TokenTableHub table)
    {
        var client = await Register(table);
        var (right, other) = (client.Sign().Split('.'), client.Sign(claims: c => c["exp"] = Now + 200).Split('.'));
        return await client.AskAsync($"{right[0]}.{other[1]}.{right[2]}");
    }

    static async Task<HttpResponseMessage> WrongTypeAsync(TokenTableHub table) =>
        await TestClient.PostAsync(
            table.Hub,
            [
                ("grant_type", "client_credentials"),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
                ("client_assertion", (await Register(table)).Sign()),
            ]
        );

    static Task<HttpResponseMessage> PasswordAsync(TokenTableHub table) =>
        TestClient.PostAsync(table.Hub, [("grant_type", "password"), ("username", "a"), ("password", "b")]);

    static async Task<HttpResponseMessage> BadBearerAsync(TokenTableHub table) =>
        await (await Register(table)).CallAsync(HttpMethod.Get, "/fhir/Task", new string('x', 43));

    static async Task<HttpResponseMessage> SmallScopeAsync(TokenTableHub table)
    {
        var client = await Register(table);
        return await client.CallAsync(HttpMethod.Get, "/fhir/Task", await client.TokenAsync("system/Patient.rs"));
    }

    static async Task<HttpResponseMessage> TwentyFirstFailureAsync(TokenTableHub table)
    {
        var client = await Register(table);
        for (var i = 0; ; i++)
        {
            // A minute may begin in the middle of it, and the count then begins again.
            var answer = await client.AskAsync("x.y.z", more: ("client_id", client.Id));
            if ((int)answer.StatusCode != 401 || i == 45)
                return answer.Headers.RetryAfter is not null && i >= 20
                    ? answer
                    : throw new InvalidOperationException($"{i} failures, then {(int)answer.StatusCode}.");
            answer.Dispose();
        }
    }
}
