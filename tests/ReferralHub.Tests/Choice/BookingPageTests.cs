using System.Net;
using System.Text.RegularExpressions;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>The booking team sees what waits for a service or a choice, and acts there under its own names.</summary>
public sealed partial class BookingPageTests
{
    [Fact]
    public async Task Choice_IsListedWithItsDeadline_AndANewLinkOpens()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        using var page = await SignInAsync(hub);

        var list = await page.GetAsync("/booking");
        var linked = await page.PostAsync("/booking?handler=Link", ("referral", id.ToString()));
        var link = Link().Match(linked).Value;
        using var patient = new PageClient(hub.Http.BaseAddress!);
        await patient.GetAsync(link);
        await page.GetAsync("/booking");

        list.ShouldContain("Waiting for the patient's choice (1)");
        list.ShouldContain(ReferralHub.Kernel.ReferralReference.Display((await hub.JourneyAsync(id)).Reference));
        link.Length.ShouldBeGreaterThan(20);
        patient.Status.ShouldBe(HttpStatusCode.OK);
        (await page.GetAsync("/booking")).ShouldNotContain(link, customMessage: "it is shown once");
    }

    [Fact]
    public async Task ReferralWithoutAService_IsPutBeforeAClinician_UnderTheirOwnName()
    {
        await using var hub = await TestHub.StartAsync();
        var journey = await TestJourney.InReview().ForSpecialty("330").ArriveAsync(hub);
        await hub.Get<ReferralHub.Review.Decide.DecideReferral>()
            .DecideAsync(
                journey.Reference,
                new(ReferralHub.Review.ReviewOutcome.Accept, "R", "Nurse", journey.Version),
                CancellationToken.None
            );
        await hub.SettleAsync();
        using var page = await SignInAsync(hub);

        var list = await page.GetAsync("/booking");
        var put = await page.PostAsync("/booking?handler=Review", ("referral", journey.Id.ToString()), ("by", "Somebody Else"));

        list.ShouldContain("No service found (1)");
        put.ShouldContain("It is before a clinician");
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
        (await hub.EventsAsync(journey.Id)).Last().Actor.ShouldContain("Booking Clerk");
    }

    [Fact]
    public async Task Booking_IsForTheBookingTeam()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);

        await page.NameAsync("Dr One", back: "/booking");

        page.Path.ShouldStartWith("/user?");
    }

    static async Task<PageClient> SignInAsync(TestHub hub)
    {
        var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Booking Clerk", "Clerk", "Booking", back: "/booking");
        return page;
    }

    [GeneratedRegex("/choose/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
