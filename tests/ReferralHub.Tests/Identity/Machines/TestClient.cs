using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;

namespace ReferralHub.Tests.Identity.Machines;

/// <summary>A key pair of a test's client, of either kind.</summary>
public sealed class TestKey
{
    readonly ECDsa? ec;
    readonly RSA? rsa;

    TestKey(string kid, ECDsa? ec, RSA? rsa) => (Kid, this.ec, this.rsa) = (kid, ec, rsa);

    public string Kid { get; init; }

    public string Algorithm => ec is null ? "RS384" : "ES384";

    public static TestKey Es384(string kid) => new(kid, ECDsa.Create(ECCurve.NamedCurves.nistP384), null);

    public static TestKey Rs384(string kid) => new(kid, null, RSA.Create(2048));

    /// <summary>The same key under another id.</summary>
    public TestKey As(string kid) => new(kid, ec, rsa);

    public Dictionary<string, object> Jwk() =>
        ec is not null
            ? new()
            {
                ["kty"] = "EC",
                ["crv"] = "P-384",
                ["kid"] = Kid,
                ["x"] = Base64Url.EncodeToString(ec.ExportParameters(false).Q.X!),
                ["y"] = Base64Url.EncodeToString(ec.ExportParameters(false).Q.Y!),
            }
            : new()
            {
                ["kty"] = "RSA",
                ["kid"] = Kid,
                ["n"] = Base64Url.EncodeToString(rsa!.ExportParameters(false).Modulus!),
                ["e"] = Base64Url.EncodeToString(rsa.ExportParameters(false).Exponent!),
            };

    public byte[] Sign(byte[] data) =>
        ec is not null ? ec.SignData(data, HashAlgorithmName.SHA384) : SignRsa(data, HashAlgorithmName.SHA384);

    public byte[] SignRsa(byte[] data, HashAlgorithmName hash) => rsa!.SignData(data, hash, RSASignaturePadding.Pkcs1);

    public static string Set(params TestKey[] keys) => JsonSerializer.Serialize(new { keys = keys.Select(k => k.Jwk()) });

    public static KeySet ReadSet(params TestKey[] keys) => KeySet.Read(Encoding.UTF8.GetBytes(Set(keys))).Set!;
}

/// <summary>A registered system of a test, and what it signs: rightly, or wrongly in one point.</summary>
public sealed class TestClient(TestHub hub, string id, TestKey key)
{
    static int next;

    public string Id => id;

    public TestKey Key => key;

    public static string TokenUrl(TestHub hub) => new Uri(hub.Http.BaseAddress!, "/oauth/token").ToString();

    public string Issuer => hub.Http.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<TestClient> RegisterAsync(
        TestHub hub,
        TestKey? key = null,
        ClientKind kind = ClientKind.Gp,
        string organisation = "A81001",
        Func<ClientRegistration, ClientRegistration>? set = null
    )
    {
        key ??= TestKey.Es384("k1");
        var id = $"client-{Interlocked.Increment(ref next)}";
        var registration = new ClientRegistration(id, $"Test system {id}", kind, [organisation]) { Keys = TestKey.ReadSet(key) };
        await hub.Get<ClientRegistry>().RegisterAsync(set?.Invoke(registration) ?? registration, CancellationToken.None);
        return new(hub, id, key);
    }

    /// <summary>An assertion that is right, but for what is set.</summary>
    public string Sign(
        Action<Dictionary<string, object?>>? header = null,
        Action<Dictionary<string, object?>>? claims = null,
        Func<byte[], byte[]>? sign = null
    )
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = new Dictionary<string, object?>
        {
            ["alg"] = key.Algorithm,
            ["typ"] = "JWT",
            ["kid"] = key.Kid,
        };
        var body = new Dictionary<string, object?>
        {
            ["iss"] = id,
            ["sub"] = id,
            ["aud"] = TokenUrl(hub),
            ["exp"] = now + 120,
            ["iat"] = now,
            ["jti"] = RandomNumberGenerator.GetHexString(32),
        };
        header?.Invoke(head);
        claims?.Invoke(body);
        var text = $"{Part(head)}.{Part(body)}";
        return $"{text}.{Base64Url.EncodeToString((sign ?? key.Sign)(Encoding.ASCII.GetBytes(text)))}";
    }

    public Task<HttpResponseMessage> AskAsync(string? assertion = null, string? scope = "system/*.rs", params (string, string)[] more) =>
        PostAsync(
            hub,
            [
                ("grant_type", "client_credentials"),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", assertion ?? Sign()),
                .. scope is null ? Array.Empty<(string, string)>() : [("scope", scope)],
                .. more,
            ]
        );

    public async Task<string> TokenAsync(string? scope = null)
    {
        using var answer = await AskAsync(scope: scope);
        return (await ReadAsync(answer)).GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> CallAsync(
        HttpMethod method,
        string path,
        string token,
        byte[]? body = null,
        params (string, string)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/fhir+json" } } };
        return await hub.Http.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> PostAsync(TestHub hub, IEnumerable<(string Name, string Value)> form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await hub.Http.PostAsync("/oauth/token", content);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return json.RootElement.Clone();
    }

    static string Part(Dictionary<string, object?> content) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));
}
