using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Providers;

/// <summary>A logout token that was used, so that it is not used twice.</summary>
public sealed class UsedLogoutToken
{
    /// <summary>Hash of issuer and jti.</summary>
    public required string Id { get; init; }

    public DateTime Until { get; init; }
}

sealed class UsedLogoutTokenTable : IEntityTypeConfiguration<UsedLogoutToken>
{
    public void Configure(EntityTypeBuilder<UsedLogoutToken> builder)
    {
        builder.ToTable("used_logout_token");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).HasMaxLength(Secrets.HashCharacters);
        builder.HasIndex(t => t.Until);
    }
}

/// <summary>Ends sessions when their provider says that it ended its own (OpenID Connect Back-Channel Logout 1.0, section 2.6).</summary>
sealed class EndProviderSessions(
    HubDatabase database,
    IOptionsMonitor<OpenIdConnectOptions> options,
    TimeProvider time,
    ILogger<EndProviderSessions> log
)
{
    const string Event = "http://schemas.openid.net/event/backchannel-logout";
    const int TokenCharactersMax = 16_384;
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);
    static readonly TimeSpan TokenMax = TimeSpan.FromMinutes(10);
    static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    /// <returns>What is wrong with the token; null when the sessions it names are over.</returns>
    public async Task<string?> EndAsync(IdentityProviderSettings provider, string token, CancellationToken cancellationToken)
    {
        var (read, fault) = await ReadAsync(provider, token, cancellationToken);
        if (read is not null)
            fault = await EndAsync(provider, read, cancellationToken);
        if (fault is not null)
            PeopleLog.LogoutRefused(log, provider.Name, fault);
        return fault;
    }

    async Task<string?> EndAsync(IdentityProviderSettings provider, JsonWebToken token, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (issuer, sid, subject) = (token.Issuer, Text(token, "sid"), Text(token, "sub"));
        var once = Secrets.Hash($"{issuer}|{token.Id}");
        var ended = await database.WriteAsync<int?>(
            async (db, stop) =>
            {
                await db.Set<UsedLogoutToken>().Where(t => t.Until < now).ExecuteDeleteAsync(stop);
                if (await db.Set<UsedLogoutToken>().AnyAsync(t => t.Id == once, stop))
                    return null;
                db.Add(new UsedLogoutToken { Id = once, Until = token.ValidTo + ClockSkew + TokenMax });
                var people = db.People.Where(p => p.Issuer == issuer && p.Subject == subject).Select(p => p.Id);
                var sessions = db.StaffSessions.Where(s => s.Ended == null && s.Issuer == issuer);
                if (sid is not null)
                    sessions = sessions.Where(s => s.Sid == sid);
                if (subject is not null)
                    sessions = sessions.Where(s => people.Contains(s.Person));
                return await sessions.ExecuteUpdateAsync(
                    s => s.SetProperty(x => x.Ended, now).SetProperty(x => x.Why, SessionEnd.ProviderEnded),
                    stop
                );
            },
            cancellationToken
        );
        if (ended is null)
            return "The token has been used.";
        PeopleLog.ProviderEnded(log, provider.Name, ended.Value);
        return null;
    }

    async Task<(JsonWebToken? Token, string? Fault)> ReadAsync(
        IdentityProviderSettings provider,
        string token,
        CancellationToken cancellationToken
    )
    {
        if (token.Length is 0 or > TokenCharactersMax || !Tokens.CanReadToken(token))
            return (null, "The token cannot be read.");
        var set = options.Get(ProviderCatalogue.Scheme(provider.Name));
        OpenIdConnectConfiguration known;
        try
        {
            known = await set.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            return (null, "The provider's keys cannot be read now.");
        }

        var now = time.UtcNow();
        var checks = new TokenValidationParameters
        {
            ValidIssuer = known.Issuer,
            ValidAudience = provider.ClientId,
            IssuerSigningKeys = known.SigningKeys,
            ValidAlgorithms = ProviderOptions.Algorithms,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (_, until, _, _) => until is { } end && end > now - ClockSkew && end < now + TokenMax,
        };
        var result = await Tokens.ValidateTokenAsync(token, checks);
        if (!result.IsValid)
        {
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
                set.ConfigurationManager.RequestRefresh();
            return (null, $"The token is not valid ({result.Exception?.GetType().Name}).");
        }

        var read = (JsonWebToken)result.SecurityToken;
        return FindFault(read) is { } fault ? (null, fault) : (read, null);
    }

    static string? FindFault(JsonWebToken token) =>
        token.Typ is { Length: > 0 } typ
        && !typ.Equals("logout+jwt", StringComparison.OrdinalIgnoreCase)
        && !typ.Equals("JWT", StringComparison.OrdinalIgnoreCase)
            ? "The token is not a logout token."
        : !token.TryGetPayloadValue<JsonElement>("events", out var events)
        || events.ValueKind != JsonValueKind.Object
        || !events.TryGetProperty(Event, out var logout)
        || logout.ValueKind != JsonValueKind.Object
            ? "The token has no logout event."
        : token.TryGetPayloadValue<object>("nonce", out _) ? "A logout token has no nonce."
        : token.IssuedAt == DateTime.MinValue ? "The token has no iat."
        : string.IsNullOrEmpty(token.Id) ? "The token has no jti."
        : Text(token, "sid") is null && Text(token, "sub") is null ? "The token names neither a session nor a person."
        : null;

    static string? Text(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}
