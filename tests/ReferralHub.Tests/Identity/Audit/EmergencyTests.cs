using System.Net;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Identity.Emergency;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Audit;

public sealed class EmergencyTests
{
    [Fact]
    public async Task S35_WithoutReason_Is422AndTakesNothing()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        await page.GetAsync("/emergency");

        var answer = await page.PostAsync("/emergency", ("Asked", journey.Reference), ("Reason", " "));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.ShouldContain("Say why you must see it");
        await using var db = review.Hub.Database.OpenRead();
        (await db.Set<EmergencyAccess>().CountAsync()).ShouldBe(0);
        (await page.GetAsync($"/emergency/{journey.Reference}")).ShouldNotContain("Taken at");
        page.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task S35_WithReason_SixtyMinutesBannerWorkItemAndMarkedReads()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        await page.GetAsync("/emergency");

        var shown = await page.PostAsync("/emergency", ("Asked", journey.Reference), ("Reason", "Patient collapsed in the waiting room"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Path.ShouldStartWith("/emergency/");
        shown.ShouldContain("Taken at");
        (await page.GetAsync("/rules")).ShouldContain("Emergency access to");
        await using var db = review.Hub.Database.OpenRead();
        var access = await db.Set<EmergencyAccess>().SingleAsync();
        (access.Until - access.At).ShouldBe(TimeSpan.FromMinutes(60));
        (await db.Set<WorkItem>().SingleAsync(w => w.Kind == "emergency-access")).Referral.ShouldBe(journey.Id);
        var marked = await db.Set<AccessEvent>().Where(e => e.Emergency == access.Id).OrderBy(e => e.At).ToListAsync();
        marked.Select(e => e.Act).ShouldBe([AuditActs.BreakGlass, AuditActs.Read]);
        marked.ShouldAllBe(e => e.Reason == "Patient collapsed in the waiting room");
    }
}
