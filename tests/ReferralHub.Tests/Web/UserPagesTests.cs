using System.Net;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web;

/// <summary>Who signs in begins on the page of their role, and the menu has what they may open and nothing else.</summary>
public sealed class UserPagesTests
{
    public static IEnumerable<object[]> People => RoleSets.People.Select(r => new object[] { r });

    [Theory]
    [MemberData(nameof(People))]
    public async Task Person_LandsOnTheirPage_AndEachLinkOfTheMenuOpens(CallerRole role)
    {
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);
        var landing = UserPages.FindLanding(role);

        await page.NameAsync("Test Person", "Test post", $"{role}", FindOrganisation(role));

        page.Path.ShouldStartWith(landing);
        foreach (var one in UserPages.List(role).Where(p => IsThere(hub, p.Url)))
        {
            var shown = await page.GetAsync(one.Url);
            (page.Status, page.Path).ShouldBe((HttpStatusCode.OK, one.Url));
            foreach (var other in UserPages.All)
                shown
                    .Contains($"href=\"{other.Url}\"", StringComparison.Ordinal)
                    .ShouldBe(other.Roles.Contains(role), $"{other.Url} on {one.Url}");
        }
    }

    [Fact]
    public async Task Operations_IsNotForEverybody()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);

        await page.NameAsync("Dr One", back: "/operations");

        page.Path.ShouldStartWith("/user?");
    }

    [Fact]
    public async Task Home_OfNobody_SaysWhatItIsAndWhereToSignIn()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);

        var shown = await page.GetAsync("/");

        page.Path.ShouldBe("/");
        shown.ShouldContain("href=\"/user\"");
        shown.ShouldNotContain("There is no sign-in yet");
        shown.ShouldNotContain("aria-label=\"Menu\"");
    }

    static string FindOrganisation(CallerRole role) =>
        role switch
        {
            CallerRole.Practice => "L81008",
            CallerRole.Provider => "RH3",
            CallerRole.Commissioner => "QTEST",
            _ => "",
        };

    /// <summary>Pages of other rooms come when those rooms have them.</summary>
    static bool IsThere(TestHub hub, string url) =>
        hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Any(e => "/" + e.RoutePattern.RawText?.Trim('/') == url);
}
