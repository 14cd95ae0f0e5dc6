using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>Sign-in with an OpenID Connect provider, honest and otherwise.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task SignIn_ReachesThePageWanted_WithTheMappedRole()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);

        var page = await ProviderSignIn.GoAsync(browser, "/review?show=all");

        page.ShouldContain("url=/review?show=all");
        browser.Cookie.ShouldNotBeNull();
        (await browser.MaySeeAsync("/review")).ShouldBeTrue();
        provider.Asked["response_mode"].ToString().ShouldBeEmpty("query is what code flow does by itself");
        provider.Asked["code_challenge_method"].ToString().ShouldBe("S256");
    }

    public static TheoryData<string> Lies => ["nonce", "iss", "aud", "signature", "acr", "expired"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task S16_Token_WithALie_SignsNobodyIn(string lie)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider, s => s.Acr = "strong");
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        provider.SignsWithOther = lie == "signature";
        provider.Spoil = claims =>
        {
            if (lie == "expired")
                claims["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds();
            else if (lie != "signature")
                claims[lie] = "https://somebody.example";
        };

        var page = await ProviderSignIn.GoAsync(browser);

        browser.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.ShouldContain("You could not be signed in");
        browser.Cookie.ShouldBeNull();
        await ShouldKnowNobodyAsync(hub);
        provider.Spoil = null;
        provider.SignsWithOther = false;
        await ProviderSignIn.GoAsync(browser);
        browser.Status.ShouldBe(HttpStatusCode.OK, "an honest answer is taken");
    }

    [Fact]
    public async Task S16_State_OfAnotherBrowser_SignsNobodyIn()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var attacker = new SessionBrowser(hub.Http.BaseAddress!);
        using var victim = new SessionBrowser(hub.Http.BaseAddress!);
        await attacker.GetAsync("/signin/test");
        await attacker.GetAsync(attacker.Location!);
        var callback = attacker.Location!;

        await victim.GetAsync(callback);
        victim.Status.ShouldBe(HttpStatusCode.Forbidden);
        await victim.GetAsync(Regex.Replace(callback, "state=[^&]+", "state=made-up"));

        victim.Status.ShouldBe(HttpStatusCode.Forbidden);
        victim.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task S16_Code_WithoutItsVerifier_SignsNobodyIn()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        using var other = new SessionBrowser(hub.Http.BaseAddress!);
        await other.GetAsync("/signin/test");
        await other.GetAsync(other.Location!);
        var stolen = Regex.Match(other.Location!, "code=([^&]+)").Groups[1].Value;
        await browser.GetAsync("/signin/test");
        await browser.GetAsync(browser.Location!);

        await browser.GetAsync(Regex.Replace(browser.Location!, "code=[^&]+", $"code={stolen}"));

        browser.Status.ShouldBe(HttpStatusCode.Forbidden);
        provider.WithoutPkce.ShouldBe(1);
        browser.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task ClaimThatIsGone_AtTheNextSignIn_TakesTheRoleAway()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var first = new SessionBrowser(hub.Http.BaseAddress!);
        using var second = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(first);
        provider.Claims["groups"] = new[] { "cooks" };

        await ProviderSignIn.GoAsync(second);

        (await second.GetAsync("/user")).ShouldContain("You have no role here");
        (await second.MaySeeAsync("/review")).ShouldBeFalse();
        (await first.MaySeeAsync("/review")).ShouldBeFalse("the role is gone for every session");
    }

    [Fact]
    public async Task S24_TwoOfOneName_FromAProvider_AreTwoPeople()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var one = new SessionBrowser(hub.Http.BaseAddress!);
        using var two = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(one);
        provider.Subject = "subject-2";
        await ProviderSignIn.GoAsync(two);

        (await one.GetAsync("/user")).ShouldNotContain("signs as");
        (await two.GetAsync("/user")).ShouldContain("signs as Pat Provider (Reviewer)");
    }

    [Fact]
    public async Task ProviderThatIsAway_IsSaid_AndSessionsLive()
    {
        var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        using var late = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(browser);
        await using var never = await TestHub.StartAsync(
            "web",
            set: s =>
                s.IdentityProviders = [
                    new()
                    {
                        Name = "test",
                        Title = "Test Trust",
                        Authority = "http://127.0.0.1:9",
                        ClientId = "x",
                    },
                ]
        );
        using var lost = new SessionBrowser(never.Http.BaseAddress!);
        await provider.DisposeAsync();

        (await lost.GetAsync("/signin/test")).ShouldContain("Test Trust cannot be reached now");
        (await browser.MaySeeAsync("/review")).ShouldBeTrue();
    }

    [Fact]
    public async Task S19_StepUp_AtTheProvider_AsksForAFreshSignIn_AndChangesTheCookie()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider, s => s.StepUpAcr = "strong");
        provider.Claims["groups"] = new[] { "administrators" };
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(browser);
        var before = browser.Cookie;
        (await browser.MaySeeAsync("/people")).ShouldBeFalse("the sign-in was not as strong as a confirmation");
        browser.Location.ShouldBe("/user/confirm?back=%2Fpeople");

        provider.AuthTime = TimeProvider.System.GetUtcNow().AddHours(-1);
        await ProviderSignIn.GoAsync(browser, "/people", confirm: true);
        browser.Status.ShouldBe(HttpStatusCode.Forbidden, "an hour ago is not fresh");
        provider.AuthTime = null;
        await ProviderSignIn.GoAsync(browser, "/people", confirm: true);

        provider.Asked["prompt"].ToString().ShouldBe("login");
        provider.Asked["acr_values"].ToString().ShouldBe("strong");
        browser.Cookie.ShouldNotBe(before);
        (await browser.MaySeeAsync("/people")).ShouldBeTrue();
    }

    [Fact]
    public async Task HostileReturnAddress_IsNotFollowed()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);

        (await ProviderSignIn.GoAsync(browser, "//evil.example/")).ShouldContain("url=/review\"");
    }

    static async Task ShouldKnowNobodyAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        (await db.Set<Person>().CountAsync()).ShouldBe(0);
        (await db.Set<StaffSession>().CountAsync()).ShouldBe(0);
    }
}
