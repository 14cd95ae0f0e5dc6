using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>
/// The two ceremonies of a passkey (WebAuthn level 3, section 7): to make one and to use one. The framework checks them; what it
/// asked stays with the browser, sealed, for some minutes.
/// </summary>
sealed class Passkeys(IPasskeyHandler<Person> handler, PersonStore store, IDataProtectionProvider protection)
{
    const string CookieName = "rh-passkey";
    const string SecureCookieName = "__Host-rh-passkey";
    static readonly TimeSpan CeremonyMax = TimeSpan.FromMinutes(5);

    readonly ITimeLimitedDataProtector sealing = protection.CreateProtector("ReferralHub.Passkeys").ToTimeLimitedDataProtector();

    public static void Add(IServiceCollection services)
    {
        services
            .AddIdentityCore<Person>()
            .Services.AddScoped<PersonStore>()
            .AddScoped<IUserStore<Person>>(provider => provider.GetRequiredService<PersonStore>())
            .AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>()
            .AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
            o.AuthenticatorTimeout = CeremonyMax;
            // Pages send no referrer, so that the form's Origin is null; what the authenticator signed names the page's origin.
            o.ValidateOrigin = context =>
                ValueTask.FromResult(!context.CrossOrigin && context.Origin == FindOrigin(context.HttpContext.Request));
        });
    }

    /// <summary>What the browser needs to make a passkey for somebody, as JSON.</summary>
    public async Task<string> AskToMakeAsync(HttpContext http, Person person)
    {
        var made = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = person.Id.ToString(),
                Name = person.SigningName,
                DisplayName = person.DisplayName,
            },
            http
        );
        Keep(http, made.AttestationState);
        return made.CreationOptionsJson;
    }

    /// <summary>The passkey that the browser made for this person; null when it is none, or was not asked for.</summary>
    public async Task<UserPasskeyInfo?> ReadMadeAsync(HttpContext http, string? credential, Person person)
    {
        if (Take(http) is not { } state || string.IsNullOrEmpty(credential))
            return null;
        var result = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        return result.Succeeded && result.UserEntity.Id == person.Id.ToString() ? result.Passkey : null;
    }

    /// <summary>What the browser needs to use a passkey, as JSON: one of this person's, or any when nobody is signed in yet.</summary>
    public async Task<string> AskToUseAsync(HttpContext http, Person? person)
    {
        var made = await handler.MakeRequestOptionsAsync(person, http);
        Keep(http, made.AssertionState);
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey signed what was asked; null when none did.</summary>
    public async Task<Person?> ReadUsedAsync(HttpContext http, string? credential)
    {
        if (Take(http) is not { } state || string.IsNullOrEmpty(credential))
            return null;
        var result = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!result.Succeeded || result.User.Disabled)
            return null;
        await store.UseAsync(result.Passkey, http.RequestAborted);
        return result.User;
    }

    static string FindOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    void Keep(HttpContext http, string? state) =>
        http.Response.Cookies.Append(
            NameFor(http.Request),
            sealing.Protect(state ?? "", CeremonyMax),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                Path = "/",
                IsEssential = true,
                MaxAge = CeremonyMax,
            }
        );

    /// <summary>What was asked, once.</summary>
    string? Take(HttpContext http)
    {
        if (http.Request.Cookies[NameFor(http.Request)] is not { Length: > 0 } kept)
            return null;
        http.Response.Cookies.Delete(NameFor(http.Request), new() { Path = "/", Secure = http.Request.IsHttps });
        try
        {
            return sealing.Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, or not of this hub: as if nothing had been asked.
            return null;
        }
    }

    static string NameFor(HttpRequest request) => request.IsHttps ? SecureCookieName : CookieName;
}
