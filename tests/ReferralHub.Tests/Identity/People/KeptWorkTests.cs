using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>What was being typed when a session ended.</summary>
public sealed class KeptWorkTests
{
    [Fact]
    public async Task S26_TypedText_ReturnsOnlyToItsAuthor()
    {
        await using var review = await ReviewHub.StartAsync(s =>
            (s.Demonstration, s.Users) = (true, [PeopleHub.User("Reviewer One"), PeopleHub.User("Reviewer Two")])
        );
        var address = $"/review/{(await review.ArriveAsync()).Reference}";
        var another = $"/review/{(await review.ArriveAsync()).Reference}";
        using var browser = new SessionBrowser(review.Hub.Http.BaseAddress!);
        await browser.SignInAsync(0);
        var shown = await browser.GetAsync(address);
        review.Time.Advance(TimeSpan.FromMinutes(16));

        await browser.PostAsync(
            $"{address}?handler=Decide",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "return"),
            ("Form.ReturnText", "A long letter.")
        );
        var askedAt = browser.Location;
        await browser.SignInAsync(1);
        var toAnother = await browser.GetAsync(address);
        await browser.SignInAsync(0);
        var toAuthor = await browser.GetAsync(address);
        var elsewhere = await browser.GetAsync(another);

        askedAt!.ShouldStartWith("/user?back=");
        toAnother.ShouldNotContain("A long letter.");
        toAuthor.ShouldContain("A long letter.");
        elsewhere.ShouldNotContain("A long letter.");
    }

    [Fact]
    public async Task S26_TextSentWithACookieThatSignedOut_IsNotKept()
    {
        await using var review = await ReviewHub.StartAsync(s => (s.Demonstration, s.Users) = (true, [PeopleHub.User("Reviewer One")]));
        var address = $"/review/{(await review.ArriveAsync()).Reference}";
        using var browser = new SessionBrowser(review.Hub.Http.BaseAddress!);
        await browser.SignInAsync(0);
        var shown = await browser.GetAsync(address);
        var old = browser.Cookie;
        await browser.GetAsync("/user");
        await browser.PostAsync("/user?handler=Leave");
        browser.Cookie = old;

        await browser.PostAsync(
            $"{address}?handler=Decide",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "return"),
            ("Form.ReturnText", "A forged letter.")
        );
        await browser.SignInAsync(0);

        (await browser.GetAsync(address)).ShouldNotContain("A forged letter.");
    }
}
