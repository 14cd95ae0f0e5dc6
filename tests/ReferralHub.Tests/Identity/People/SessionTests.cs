using System.Net;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>A session lives on the server: what ends it, and what keeps it alive.</summary>
public sealed class SessionTests
{
    const string Page = "/review";

    [Fact]
    public async Task S18_OldCookie_AfterSignOut_IsWorthNothing()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("Reviewer One")]);
        using var browser = await hub.SignInAsync();
        var cookie = browser.Cookie;
        (await browser.MaySeeAsync(Page)).ShouldBeTrue();

        await browser.GetAsync("/user");
        await browser.PostAsync("/user?handler=Leave");
        using var thief = hub.OpenBrowser();
        thief.Cookie = cookie;

        browser.Cookie.ShouldBeNullOrEmpty();
        (await thief.MaySeeAsync(Page)).ShouldBeFalse();
        thief.Location!.ShouldStartWith("/user?back=");
        (await hub.SessionsAsync()).ShouldHaveSingleItem().Why.ShouldBe(SessionEnd.SignedOut);
    }

    [Fact]
    public async Task S19_Cookie_AtSignIn_IsAnother()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("Reviewer One"), PeopleHub.User("Reviewer Two")]);
        using var browser = await hub.SignInAsync();
        var first = browser.Cookie;

        await browser.SignInAsync(1);
        using var thief = hub.OpenBrowser();
        thief.Cookie = first;

        browser.Cookie.ShouldNotBe(first);
        (await browser.MaySeeAsync(Page)).ShouldBeTrue();
        (await thief.MaySeeAsync(Page)).ShouldBeFalse();
    }

    [Fact]
    public async Task S19_CookieSetBySomebodyElse_AtSignIn_IsNotTaken()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("Reviewer One")]);
        using var browser = hub.OpenBrowser();
        var planted = Convert.ToBase64String(new byte[32]).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        browser.Cookie = planted;

        await browser.SignInAsync(0);

        browser.Cookie.ShouldNotBe(planted);
    }

    [Theory]
    [InlineData("/review", CallerRole.Reviewer)]
    [InlineData("/practice", CallerRole.Practice)]
    public async Task S20_Session_Idle_EndsAndSaysSo(string page, CallerRole role)
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One", role, organisation: TestJourney.DefaultPractice)]);
        using var browser = await hub.SignInAsync();

        hub.Time.Advance(TimeSpan.FromMinutes(14));
        (await browser.MaySeeAsync(page)).ShouldBeTrue();
        hub.Time.Advance(TimeSpan.FromMinutes(14));
        (await browser.MaySeeAsync(page)).ShouldBeTrue();
        hub.Time.Advance(TimeSpan.FromMinutes(15.1));
        (await browser.MaySeeAsync(page)).ShouldBeFalse();

        (await browser.GetAsync("/user")).ShouldContain("Your session ended after 15 minutes without a sign of you.");
        (await browser.MaySeeAsync(page)).ShouldBeFalse("what has ended does not come back");
    }

    [Fact]
    public async Task S20_Polling_DoesNotRenew()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync();

        hub.Time.Advance(TimeSpan.FromMinutes(14));
        (await browser.MaySeeAsync(Page, ("X-Background", "1"))).ShouldBeTrue();
        hub.Time.Advance(TimeSpan.FromMinutes(2));

        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
    }

    [Fact]
    public async Task S21_Session_AfterTwelveHours_EndsDespiteActivity()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync();
        for (var minutes = 10; minutes < 12 * 60; minutes += 10)
        {
            hub.Time.Advance(TimeSpan.FromMinutes(10));
            (await browser.MaySeeAsync(Page)).ShouldBeTrue($"after {minutes} minutes");
        }

        hub.Time.Advance(TimeSpan.FromMinutes(10));

        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
        (await browser.GetAsync("/user")).ShouldContain("Your session ended after 12 hours");
    }

    [Fact]
    public async Task S23_RemovedRole_AtTheNextRequest_IsRefused()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync();
        (await browser.MaySeeAsync(Page)).ShouldBeTrue();

        var now = hub.Time.GetUtcNow().UtcDateTime;
        await hub.Hub.Database.WriteAsync(
            (db, token) => db.Set<RoleGrant>().ExecuteUpdateAsync(g => g.SetProperty(x => x.Until, now), token),
            CancellationToken.None
        );

        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
        (await browser.GetAsync("/user")).ShouldContain("the role in which you were here was taken back");
    }

    [Fact]
    public async Task DisabledPerson_AtTheNextRequest_IsRefused()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync();

        await hub.Hub.Database.WriteAsync(
            (db, token) => db.Set<Person>().ExecuteUpdateAsync(p => p.SetProperty(x => x.Disabled, true), token),
            CancellationToken.None
        );
        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
        await browser.SignInAsync(0);

        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
    }

    [Fact]
    public async Task S25_Cookie_IsHttpOnlyAndStrict()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync();

        var set = browser.SetCookies.Single(c => c.StartsWith("rh-session=", StringComparison.Ordinal)).ToUpperInvariant();

        set.ShouldContain("HTTPONLY");
        set.ShouldContain("SAMESITE=STRICT");
        set.ShouldContain("PATH=/");
        set.ShouldNotContain("DOMAIN=");
        (await hub.SessionsAsync()).ShouldHaveSingleItem().Secret.ShouldNotBe(browser.Cookie, "only a hash is stored");
    }

    [Fact]
    public async Task SwappedCookie_IsTheOtherPersonAndNoMixture()
    {
        await using var hub = await PeopleHub.StartAsync([
            PeopleHub.User("One"),
            PeopleHub.User("Manager", CallerRole.Practice, organisation: TestJourney.DefaultPractice),
        ]);
        using var reviewer = await hub.SignInAsync(0);
        using var manager = await hub.SignInAsync(1);

        (reviewer.Cookie, manager.Cookie) = (manager.Cookie, reviewer.Cookie);

        (await reviewer.MaySeeAsync("/practice")).ShouldBeTrue();
        (await reviewer.MaySeeAsync("/review")).ShouldBeFalse();
        (await manager.MaySeeAsync("/review")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task MadeUpCookie_IsNobody(string cookie)
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = hub.OpenBrowser();
        browser.Cookie = cookie;

        (await browser.MaySeeAsync(Page)).ShouldBeFalse();
        (await browser.GetAsync("/user")).ShouldContain("Sign in");
    }
}
