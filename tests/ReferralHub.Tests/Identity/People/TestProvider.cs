using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests.Identity.People;

/// <summary>An identity provider that signs everybody in at once, and tells whatever lies the test wants.</summary>
sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "hub";

    readonly WebApplication app;
    readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string? Acr)> codes = new();
    readonly ECDsaSecurityKey key = NewKey();

    TestProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>What a token says besides what it must.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["name"] = "Pat Provider", ["groups"] = new[] { "reviewers" } };

    public string Subject { get; set; } = "subject-1";

    /// <summary>Changes the claims of the id token just before it is signed.</summary>
    public Action<Dictionary<string, object>>? Spoil { get; set; }

    /// <summary>Whether it signs with a key that it does not publish.</summary>
    public bool SignsWithOther { get; set; }

    /// <summary>What the last call of the authorisation endpoint asked for.</summary>
    public IQueryCollection Asked { get; private set; } = new QueryCollection();

    /// <summary>How many calls of the token endpoint lacked the right code verifier.</summary>
    public int WithoutPkce { get; private set; }

    public DateTimeOffset? AuthTime { get; set; }

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new TestProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discover);
        app.MapGet("/jwks", () => Results.Json(new { keys = new[] { provider.PublicKey() } }));
        app.MapGet("/authorize", provider.Authorise);
        // As a Delegate: taken for a RequestDelegate its result would be dropped.
        app.MapPost("/token", (Delegate)provider.TokenAsync);
        await app.StartAsync();
        return provider;
    }

    public IdentityProviderSettings Settings(Action<IdentityProviderSettings>? set = null)
    {
        var settings = new IdentityProviderSettings
        {
            Name = "test",
            Title = "Test Trust",
            Authority = Url,
            ClientId = ClientId,
            Roles =
            [
                new()
                {
                    Claim = "groups",
                    Value = "reviewers",
                    Role = CallerRole.Reviewer,
                },
                new()
                {
                    Claim = "groups",
                    Value = "administrators",
                    Role = CallerRole.Administrator,
                },
            ],
        };
        set?.Invoke(settings);
        return settings;
    }

    public string LogoutToken(Action<Dictionary<string, object>>? spoil = null, string typ = "logout+jwt", bool otherKey = false)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Url,
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["sid"] = "idp-session",
            ["events"] = new Dictionary<string, object>
            {
                ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(),
            },
        };
        spoil?.Invoke(claims);
        return Sign(claims, typ, otherKey ? NewKey() : key);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static ECDsaSecurityKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "key-1" };

    static string Sign(Dictionary<string, object> claims, string typ, SecurityKey with) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims),
            new SigningCredentials(with, SecurityAlgorithms.EcdsaSha256),
            new Dictionary<string, object> { ["typ"] = typ }
        );

    object PublicKey()
    {
        var point = key.ECDsa.ExportParameters(false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            kid = key.KeyId,
            use = "sig",
            alg = "ES256",
            x = Base64Url.EncodeToString(point.X),
            y = Base64Url.EncodeToString(point.Y),
        };
    }

    IResult Discover() =>
        Results.Json(
            new
            {
                issuer = Url,
                authorization_endpoint = $"{Url}/authorize",
                token_endpoint = $"{Url}/token",
                jwks_uri = $"{Url}/jwks",
                response_types_supported = new[] { "code" },
                subject_types_supported = new[] { "public" },
                id_token_signing_alg_values_supported = new[] { "ES256" },
            }
        );

    IResult Authorise(HttpContext http)
    {
        Asked = http.Request.Query;
        var code = Guid.CreateVersion7().ToString();
        codes[code] = (Asked["code_challenge"].ToString(), Asked["nonce"].ToString(), Asked["acr_values"].FirstOrDefault());
        return Results.Redirect($"{Asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(Asked["state"].ToString())}");
    }

    async Task<IResult> TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (!codes.TryRemove(form["code"].ToString(), out var asked))
            return Results.BadRequest(new { error = "invalid_grant" });
        var verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (asked.Challenge.Length == 0 || verifier != asked.Challenge)
        {
            WithoutPkce++;
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var now = TimeProvider.System.GetUtcNow();
        var claims = new Dictionary<string, object>(Claims)
        {
            ["iss"] = Url,
            ["aud"] = ClientId,
            ["sub"] = Subject,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["nonce"] = asked.Nonce,
            ["sid"] = "idp-session",
            ["auth_time"] = (AuthTime ?? now).ToUnixTimeSeconds(),
        };
        if (asked.Acr is { Length: > 0 } acr)
            claims["acr"] = acr;
        Spoil?.Invoke(claims);
        return Results.Json(
            new
            {
                access_token = "none",
                token_type = "Bearer",
                expires_in = 300,
                id_token = Sign(claims, "JWT", SignsWithOther ? NewKey() : key),
            }
        );
    }
}
