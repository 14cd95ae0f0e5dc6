using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People;
using ReferralHub.Platform.Access;
using ReferralHub.Server;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>Who somebody is, and in which of their roles they act.</summary>
public sealed class RoleTests
{
    [Fact]
    public async Task S24_TwoPeopleOfOneName_SignDifferently()
    {
        await using var hub = await PeopleHub.StartAsync([
            PeopleHub.User("Sam Shaw", post: "Consultant", key: "a"),
            PeopleHub.User("sam  SHAW", post: "Specialty doctor", key: "b"),
            PeopleHub.User("Sam Shaw", post: "Consultant", key: "c"),
        ]);

        (await hub.PeopleAsync())
            .Select(p => p.SigningName)
            .ShouldBe(["Sam Shaw", "Sam Shaw (Consultant)", "sam  SHAW (Specialty doctor)"], ignoreOrder: true);
    }

    [Fact]
    public async Task S24_SigningName_OfOneWhoIsRenamed_Stays()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("Ann Ash", key: "a")]);

        await hub
            .Hub.Get<RecordPerson>()
            .RecordAsync(new(Issuers.Demonstration, "a", "Ann Birch", "Consultant", Roles: null), CancellationToken.None);

        var person = (await hub.PeopleAsync()).ShouldHaveSingleItem();
        (person.SigningName, person.DisplayName).ShouldBe(("Ann Ash", "Ann Birch"));
        (await hub.GrantsAsync()).ShouldHaveSingleItem().Until.ShouldBeNull("the issuer said nothing about roles");
    }

    [Fact]
    public async Task PersonWithTwoRoles_Chooses_AndActsInOne()
    {
        await using var hub = await PeopleHub.StartAsync([
            PeopleHub.User("Two Roles", CallerRole.Reviewer),
            PeopleHub.User("Two Roles", CallerRole.Practice, organisation: TestJourney.DefaultPractice),
        ]);
        using var browser = await hub.SignInAsync(0, "/practice");

        browser.Location.ShouldBe("/user?Back=%2Fpractice");
        (await browser.MaySeeAsync("/review")).ShouldBeFalse("no role has been chosen");
        var page = await browser.GetAsync("/user?back=/practice");
        var grants = Regex.Matches(page, "name=\"grant\" value=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        grants.Count.ShouldBe(2);
        var practice = (await hub.GrantsAsync()).Single(g => g.Role == CallerRole.Practice);
        var before = browser.Cookie;
        await browser.PostAsync("/user?handler=Role", ("grant", $"{practice.Id}"), ("back", "/practice"));

        browser.Location.ShouldBe("/practice");
        browser.Cookie.ShouldNotBe(before, "the session is another one in another role");
        (await browser.MaySeeAsync("/practice")).ShouldBeTrue();
        (await browser.MaySeeAsync("/review")).ShouldBeFalse("one role at a time");
    }

    [Fact]
    public async Task Role_OfSomebodyElse_IsNotTaken()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One"), PeopleHub.User("Two", CallerRole.Administrator)]);
        using var browser = await hub.SignInAsync();
        var others = (await hub.GrantsAsync()).Single(g => g.Role == CallerRole.Administrator);
        await browser.GetAsync("/user");

        var page = await browser.PostAsync("/user?handler=Role", ("grant", $"{others.Id}"));

        browser.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.ShouldContain("That role is not yours");
    }

    [Fact]
    public async Task PersonWithoutRole_IsToldWhomToAsk_AndSeesNothing()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One"), PeopleHub.User("Ada Min", CallerRole.Administrator)]);
        using var browser = await hub.SignInAsync();
        // A role that was taken back comes again with the next sign-in of a demo account, so somebody else signs in here.
        var id = await hub
            .Hub.Get<RecordPerson>()
            .RecordAsync(new("https://elsewhere.example", "x", "No Role", "Visitor", []), CancellationToken.None);
        await hub.Hub.Database.WriteAsync(
            (db, token) =>
                db.Set<ReferralHub.Identity.People.Sessions.StaffSession>()
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.Person, id).SetProperty(x => x.Grant, (Guid?)null), token),
            CancellationToken.None
        );

        var page = await browser.GetAsync("/user");

        page.ShouldContain("You have no role here");
        page.ShouldContain("Ask Ada Min");
        (await browser.MaySeeAsync("/review")).ShouldBeFalse();
    }

    [Fact]
    public async Task RoleAtAClosedPractice_IsRefusedInWords()
    {
        await using var hub = await TestHub.StartAsync(
            "web",
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                File.WriteAllText(
                    Path.Combine(folder, "practices.csv"),
                    "ods,name,listSize,closed\nL81008,Test Practice,8000,\nL81009,Shut Practice,10,2026-01-31\n"
                );
            },
            set: s =>
                (s.Demonstration, s.Users) = (
                    true,
                    [
                        PeopleHub.User("One", CallerRole.Practice, organisation: "L81009"),
                        PeopleHub.User("Two", CallerRole.Practice, organisation: "L81008"),
                    ]
                )
        );
        using var closed = new SessionBrowser(hub.Http.BaseAddress!);
        using var open = new SessionBrowser(hub.Http.BaseAddress!);

        await closed.SignInAsync(0);
        await open.SignInAsync(1);

        (await closed.GetAsync("/user")).ShouldContain("Your role as Practice staff cannot be used: L81009 closed on 31 January 2026.");
        (await closed.MaySeeAsync("/practice")).ShouldBeFalse();
        (await open.MaySeeAsync("/practice")).ShouldBeTrue();
    }

    [Fact]
    public async Task WhoAmI_SaysNameRoleAndLimits()
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One", CallerRole.Lead, "Clinical lead")]);
        using var browser = await hub.SignInAsync();

        var page = await browser.GetAsync("/user");

        page.ShouldContain("Who am I?");
        page.ShouldContain("Clinical lead, Referral Management Centre");
        page.ShouldContain("sees how all decide");
        page.ShouldContain("until 23 November 21:00");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task HostileReturnAddress_IsNotFollowed(string back)
    {
        await using var hub = await PeopleHub.StartAsync([PeopleHub.User("One")]);
        using var browser = await hub.SignInAsync(0, back);

        browser.Location.ShouldBe("/review");
    }

    [Fact]
    public async Task S27_DemoAccounts_OutsideTheDemonstration_StopTheStart()
    {
        var error = await Should.ThrowAsync<SettingsException>(() =>
            TestHub.StartAsync(set: s => s.Users = [PeopleHub.User("One", CallerRole.Administrator)])
        );

        error.Message.ShouldContain("demo accounts");
    }
}
