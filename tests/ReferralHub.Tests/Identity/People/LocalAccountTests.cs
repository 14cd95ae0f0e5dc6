using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>People who sign in at the hub itself: links, passphrases, and what happens to guessing.</summary>
public sealed class LocalAccountTests
{
    const string Name = "Ada Min";
    const string Passphrase = "seven boats sail home";

    [Fact]
    public async Task S28_Link_WorksOnce()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        using var browser = hub.OpenBrowser();
        using var second = hub.OpenBrowser();

        (await browser.GetAsync($"/user/join?code={code}")).ShouldContain(Name);
        await second.GetAsync($"/user/join?code={code}");
        await JoinAsync(browser, code);
        browser.Location.ShouldBe("/people");
        (await browser.MaySeeAsync("/people")).ShouldBeTrue();

        await JoinAsync(second, code, "another passphrase entirely");
        second.Status.ShouldBe(HttpStatusCode.NotFound);
        second.Cookie.ShouldBeNull();
        await SignInAsync(second, "another passphrase entirely");
        second.Cookie.ShouldBeNull("the second use changed nothing");
        await SignInAsync(second, Passphrase);
        second.Cookie.ShouldNotBeNull();
    }

    [Fact]
    public async Task S28_Link_UsedTwiceAtOnce_CountsOnce()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        var browsers = Enumerable.Range(0, 4).Select(_ => hub.OpenBrowser()).ToList();
        foreach (var browser in browsers)
            await browser.GetAsync($"/user/join?code={code}");

        await Task.WhenAll(browsers.Select((b, i) => JoinAsync(b, code, $"the passphrase number {i}")));

        browsers.Count(b => b.Cookie is not null).ShouldBe(1);
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task S28_Link_After30Minutes_WorksNoMore()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        using var browser = hub.OpenBrowser();
        await browser.GetAsync($"/user/join?code={code}");
        hub.Time.Advance(TimeSpan.FromMinutes(30));

        await JoinAsync(browser, code);

        browser.Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("/user/join?code=x")).ShouldContain("This link works no more");
    }

    [Theory]
    [InlineData("too short", "at least 15 characters")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "different characters")]
    [InlineData("ada min is my own name", "does not hold your name")]
    public async Task Passphrase_ThatCanBeGuessed_IsRefused(string passphrase, string why)
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        using var browser = hub.OpenBrowser();
        await browser.GetAsync($"/user/join?code={code}");

        (await JoinAsync(browser, code, passphrase)).ShouldContain(why);

        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await JoinAsync(browser, code);
        browser.Cookie.ShouldNotBeNull("the link was not used up");
    }

    [Fact]
    public async Task ThousandWrongPassphrases_LockTheGuesserInWords_AndNobodyElse()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        using var owner = hub.OpenBrowser();
        await owner.GetAsync($"/user/join?code={code}");
        await JoinAsync(owner, code);
        var passphrases = hub.Hub.Get<Passphrases>();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(i => passphrases.TryAsync(Name, $"wrong {i}", "203.0.113.9", CancellationToken.None))
        );

        answers.ShouldAllBe(a => a.Person == null);
        answers.Count(a => a.LockedUntil is null).ShouldBe(9, "the tenth locks");
        (await passphrases.TryAsync(Name, Passphrase, "203.0.113.9", CancellationToken.None)).Person.ShouldBeNull("locked from there");
        (await passphrases.TryAsync(Name, Passphrase, "203.0.113.10", CancellationToken.None)).Person.ShouldNotBeNull();
        (await owner.MaySeeAsync("/people")).ShouldBeTrue();
        hub.Time.Advance(TimeSpan.FromMinutes(16));
        (await passphrases.TryAsync(Name, Passphrase, "203.0.113.9", CancellationToken.None)).Person.ShouldNotBeNull("locked for a while");
    }

    [Fact]
    public async Task Lock_IsSaidInWords_AlsoForNamesThatAreNobodys()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        await InviteAsync(hub);
        using var browser = hub.OpenBrowser();
        await browser.GetAsync("/user");
        var page = "";
        for (var i = 0; i < 11; i++)
            page = await browser.PostAsync("/user?handler=Passphrase", ("Name", "Nobody At All"), ("passphrase", $"a wrong one {i}"));

        page.ShouldContain("Too many wrong passphrases came for this name from where you are");
    }

    [Fact]
    public async Task Administrator_InvitesAndRevokes_AfterConfirming()
    {
        await using var hub = await PeopleHub.StartAsync([]);
        var code = await InviteAsync(hub);
        using var browser = hub.OpenBrowser();
        await browser.GetAsync($"/user/join?code={code}");
        await JoinAsync(browser, code);
        hub.Time.Advance(TimeSpan.FromMinutes(6));
        (await browser.MaySeeAsync("/people")).ShouldBeFalse();
        browser.Location.ShouldBe("/user/confirm?back=%2Fpeople");
        var before = browser.Cookie;
        await browser.GetAsync("/user/confirm?back=/people");
        await browser.PostAsync("/user/confirm?handler=Passphrase", ("passphrase", "not the right one"), ("Back", "/people"));
        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await browser.PostAsync("/user/confirm?handler=Passphrase", ("passphrase", Passphrase), ("Back", "/people"));
        browser.Location.ShouldBe("/people");
        browser.Cookie.ShouldNotBe(before);

        await browser.GetAsync("/people");
        var page = await browser.PostAsync(
            "/people?handler=Add",
            ("Name", "Rita Review"),
            ("Post", "Consultant"),
            ("Role", "Reviewer"),
            ("Specialties", "110")
        );
        var link = Regex.Match(page, "code=([A-Za-z0-9_-]{43})").Groups[1].Value;
        using var invited = hub.OpenBrowser();
        await invited.GetAsync($"/user/join?code={link}");
        await JoinAsync(invited, link, "a passphrase of my own");
        (await invited.MaySeeAsync("/review")).ShouldBeTrue();
        (await invited.MaySeeAsync("/people")).ShouldBeFalse();

        var grant = (await hub.GrantsAsync()).Single(g => g.Role == CallerRole.Reviewer);
        await browser.PostAsync("/people?handler=Revoke", ("grant", $"{grant.Id}"));
        (await invited.MaySeeAsync("/review")).ShouldBeFalse();
        var ended = (await hub.GrantsAsync()).Single(g => g.Role == CallerRole.Reviewer);
        (ended.GrantedBy, ended.EndedBy).ShouldBe((Name, Name));
    }

    [Fact]
    public async Task PostWithoutConfirmation_ChangesNothing()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("Ada", CallerRole.Administrator)]);
        using var browser = await hub.SignInAsync();
        await browser.GetAsync("/people");
        hub.Time.Advance(TimeSpan.FromMinutes(6));

        await browser.PostAsync("/people?handler=Add", ("Name", "Eve"), ("Post", "Spy"), ("Role", "Administrator"));

        browser.Location.ShouldBe("/user/confirm?back=%2Fpeople&sent=1");
        (await hub.PeopleAsync()).Count.ShouldBe(1);
    }

    static async Task<string> InviteAsync(PeopleHub hub)
    {
        var invitations = hub.Hub.Get<Invitations>();
        var id = await invitations.AddPersonAsync(Name, "Administrator", CancellationToken.None);
        await hub.Hub.Get<ChangeRoles>().GrantAsync(id, new(CallerRole.Administrator, PeopleHub.Centre), "test", CancellationToken.None);
        return await invitations.CreateAsync(id, "test", CancellationToken.None);
    }

    static Task<string> JoinAsync(SessionBrowser browser, string code, string passphrase = Passphrase) =>
        browser.PostAsync($"/user/join?handler=Passphrase&code={code}", ("passphrase", passphrase), ("again", passphrase));

    static async Task SignInAsync(SessionBrowser browser, string passphrase)
    {
        await browser.GetAsync("/user");
        await browser.PostAsync("/user?handler=Passphrase", ("Name", Name), ("passphrase", passphrase));
    }
}
