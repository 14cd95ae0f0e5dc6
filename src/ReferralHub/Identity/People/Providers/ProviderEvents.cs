using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;

namespace ReferralHub.Identity.People.Providers;

/// <summary>What the hub does at each step of a sign-in with a provider.</summary>
sealed class ProviderEvents(
    ProviderCatalogue providers,
    RecordPerson record,
    SignInPerson signIn,
    SessionIssuer issuer,
    HubSettings settings,
    TimeProvider time,
    ILogger<ProviderEvents> log
) : OpenIdConnectEvents
{
    /// <summary>Of the state: the person who confirms who they are; absent at a sign-in.</summary>
    public const string ConfirmItem = "confirm";

    const string UserInfoItem = "referralhub-userinfo";
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        var provider = FindProvider(context.Scheme.Name);
        var confirms = context.Properties.Items.ContainsKey(ConfirmItem);
        if ((confirms ? provider.StepUpAcr ?? provider.Acr : provider.Acr) is { Length: > 0 } acr)
            context.ProtocolMessage.AcrValues = acr;
        if (confirms)
            (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = ("login", "0");
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        context.HttpContext.Items[UserInfoItem] = context.User.RootElement.Clone();
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, provider) = (context.HttpContext, FindProvider(context.Scheme.Name));
        var claims = ReadClaims(http, context);
        var (subject, tokenIssuer) = (Claim(claims, "sub")!, Claim(claims, "iss")!);
        var properties = context.Properties ?? new();
        properties.Items.TryGetValue(ConfirmItem, out var confirms);
        var acr = confirms is null ? provider.Acr : provider.StepUpAcr ?? provider.Acr;
        if (acr is { Length: > 0 } && !acr.Split(' ').Contains(Claim(claims, "acr")))
        {
            await RefuseAsync(http, provider, "acr", $"{TitleOf(provider)} signed you in, but not as strongly as this hub asks for.");
            return;
        }

        var proved = FindProof(claims, confirms is not null, provider);
        var person = await record.RecordAsync(
            RoleMapping.Read(provider, tokenIssuer, subject, claims, settings.Organisation.OdsCode),
            http.RequestAborted
        );
        if (confirms is not null)
        {
            await ConfirmAsync(http, provider, person, confirms, proved, context.ReturnUri);
            return;
        }

        var result = await signIn.BeginAsync(http, person, new(tokenIssuer, Claim(claims, "sid"), proved), http.RequestAborted);
        if (result.IsShutOut)
            await RefuseAsync(http, provider, "disabled", "Your account in this hub is closed. Ask an administrator of this hub.");
        else
            await ProviderPages.MoveOnAsync(http, ProviderPages.ChooseNext(context.ReturnUri, result.Role));
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        var provider = FindProvider(context.Scheme.Name);
        // The type alone: the text may hold what the provider sent.
        var why = context.Failure?.InnerException?.GetType().Name ?? context.Failure?.GetType().Name ?? "unknown";
        return RefuseAsync(context.HttpContext, provider, why, $"The answer of {TitleOf(provider)} could not be used. Sign in again.");
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        var provider = FindProvider(context.Scheme.Name);
        return RefuseAsync(context.HttpContext, provider, "access_denied", $"{TitleOf(provider)} did not let you in.");
    }

    async Task ConfirmAsync(
        HttpContext http,
        IdentityProviderSettings provider,
        Guid person,
        string session,
        DateTime? proved,
        string? back
    )
    {
        // The Strict cookie does not come with the provider's redirect, so that the state says which session is meant.
        if (proved is null || !await issuer.StepUpAsync(http, Guid.Parse(session), person, http.RequestAborted))
            await RefuseAsync(http, provider, "not fresh", $"{TitleOf(provider)} did not confirm afresh that it is you.");
        else
            await ProviderPages.MoveOnAsync(http, ProviderPages.ChooseNext(back, role: null));
    }

    /// <summary>When the person last proved to the provider who they are, as strongly as a confirmation needs; null for unknown.</summary>
    DateTime? FindProof(IReadOnlyList<JsonElement> claims, bool confirms, IdentityProviderSettings provider)
    {
        if (!long.TryParse(Claim(claims, "auth_time"), CultureInfo.InvariantCulture, out var seconds))
            return null;
        if ((provider.StepUpAcr ?? provider.Acr) is { Length: > 0 } acr && !acr.Split(' ').Contains(Claim(claims, "acr")))
            return null;
        var (at, now) = (DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime, time.UtcNow());
        if (at > now + ClockSkew)
            return null;
        return confirms && now - at > TimeSpan.FromMinutes(StepUp.StepUpGuard.FreshMinutes) ? null
            : at > now ? now
            : at;
    }

    static List<JsonElement> ReadClaims(HttpContext http, TicketReceivedContext context)
    {
        var sources = new List<JsonElement>();
        if (context.Principal!.FindFirst(ProviderTokens.PayloadClaim)?.Value is { } payload)
            sources.Add(JsonDocument.Parse(payload).RootElement);
        if (http.Items[UserInfoItem] is JsonElement info)
            sources.Add(info);
        return sources;
    }

    /// <summary>Keeps the token's payload as it came: its lists and objects are lost in the principal's claims.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        ProviderTokens.KeepPayload(context);
        return Task.CompletedTask;
    }

    Task RefuseAsync(HttpContext http, IdentityProviderSettings provider, string why, string words)
    {
        PeopleLog.ProviderRefused(log, provider.Name, why);
        return ProviderPages.RefuseAsync(http, words);
    }

    static string? Claim(IReadOnlyList<JsonElement> sources, string name) =>
        ClaimPaths.Find(sources.Take(1).ToList(), name).Select(f => f.Value).FirstOrDefault();

    static string TitleOf(IdentityProviderSettings provider) => provider.Title ?? provider.Name;

    IdentityProviderSettings FindProvider(string scheme) => providers.All.First(p => ProviderCatalogue.Scheme(p.Name) == scheme);
}
