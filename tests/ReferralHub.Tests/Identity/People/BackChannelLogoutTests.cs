using System.Net;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>A provider says that it ended its session.</summary>
public sealed class BackChannelLogoutTests
{
    [Fact]
    public async Task S22_BackChannelLogout_EndsTheSession()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(browser);
        var token = provider.LogoutToken();

        (await LogOutAsync(hub, token)).ShouldBe(HttpStatusCode.OK);

        (await browser.MaySeeAsync("/review")).ShouldBeFalse();
        (await browser.GetAsync("/user")).ShouldContain("you signed out at your organisation");
        (await LogOutAsync(hub, token)).ShouldBe(HttpStatusCode.BadRequest, "a token counts once");
    }

    public static TheoryData<string> LogoutLies =>
        ["iss", "aud", "exp", "iat", "jti", "events", "nonce", "nobody", "typ", "signature", "garbage"];

    [Theory]
    [MemberData(nameof(LogoutLies))]
    public async Task S22_LogoutToken_WithALie_EndsNothing(string lie)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var browser = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(browser);
        var token = provider.LogoutToken(
            claims =>
            {
                if (lie is "iss" or "aud")
                    claims[lie] = "https://somebody.example";
                else if (lie == "exp")
                    claims["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds();
                else if (lie == "nonce")
                    claims["nonce"] = "x";
                else
                    claims.Remove(lie == "nobody" ? "sid" : lie);
            },
            lie == "typ" ? "at+jwt" : "logout+jwt",
            otherKey: lie == "signature"
        );

        (await LogOutAsync(hub, lie == "garbage" ? "x.y.z" : token)).ShouldBe(HttpStatusCode.BadRequest);

        (await browser.MaySeeAsync("/review")).ShouldBeTrue();
    }

    [Fact]
    public async Task LogoutToken_ThatNamesAPerson_EndsAllTheirSessions()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var hub = await ProviderSignIn.StartAsync(provider);
        using var one = new SessionBrowser(hub.Http.BaseAddress!);
        using var two = new SessionBrowser(hub.Http.BaseAddress!);
        using var other = new SessionBrowser(hub.Http.BaseAddress!);
        await ProviderSignIn.GoAsync(one);
        await ProviderSignIn.GoAsync(two);
        provider.Subject = "subject-2";
        await ProviderSignIn.GoAsync(other);

        await LogOutAsync(
            hub,
            provider.LogoutToken(claims =>
            {
                claims.Remove("sid");
                claims["sub"] = "subject-1";
            })
        );

        (await one.MaySeeAsync("/review")).ShouldBeFalse();
        (await two.MaySeeAsync("/review")).ShouldBeFalse();
        (await other.MaySeeAsync("/review")).ShouldBeTrue();
    }

    static async Task<HttpStatusCode> LogOutAsync(TestHub hub, string token)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
        using var answer = await hub.Http.PostAsync(new Uri("/signin/test/backchannel-logout", UriKind.Relative), form);
        return answer.StatusCode;
    }
}
