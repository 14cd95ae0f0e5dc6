using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Platform.Access;
using ReferralHub.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

public sealed class DecidePageTests
{
    [Fact]
    public async Task UserSession_Ended_LosesNothingThatWasTyped()
    {
        await using var review = await ReviewHub.StartAsync();
        var address = $"/review/{(await review.ArriveAsync()).Reference}";
        using var page = await review.OpenPagesAsync("Reviewer One");
        var shown = await page.GetAsync(address);
        review.Time.Advance(TimeSpan.FromMinutes(16));

        var asked = await page.PostAsync(
            $"{address}?handler=Decide",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "return"),
            ("Form.ReturnText", "A long letter.")
        );
        var askedAt = page.Path;
        await page.NameAsync("Reviewer One", back: address);

        askedAt.ShouldStartWith("/user?back=");
        asked.ShouldContain("Your session ended");
        page.Path.ShouldBe(address);
        (await page.GetAsync(address)).ShouldContain("A long letter.");
    }

    [Fact]
    public async Task Page_ToSomebodyUnnamed_AsksWhoTheyAreAndLeadsBack()
    {
        await using var review = await ReviewHub.StartAsync();
        var address = $"/review/{(await review.ArriveAsync()).Reference}";
        using var page = new PageClient(review.Hub.Http.BaseAddress!);

        await page.GetAsync(address);
        var asked = page.Path;
        await page.NameAsync("Reviewer One", back: address);

        asked.ShouldStartWith("/user?back=");
        page.Path.ShouldBe(address);
    }

    [Fact]
    public async Task Race_Lost_KeepsTheTextAndSaysWhoDecidedWhat()
    {
        const string Typed = "What did the scan show?\r\nWhich side?";
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        var shown = await page.GetAsync($"/review/{journey.Reference}");
        await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer Two");

        var answer = await page.PostAsync(
            $"/review/{journey.Reference}?handler=Next",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "ask"),
            ("Form.AskText", Typed)
        );

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.ShouldContain("Reviewer Two has decided: accepted");
        answer.ShouldContain("<title>Error: ");
        answer.ShouldContain("What did the scan show?\nWhich side?", Case.Sensitive, "a line end as HTML has it");
        (await page.Response!.Content.ReadAsStringAsync()).ShouldNotContain("&#xD;");
        (await review.UndoAsync(journey.Reference, "Reviewer Two")).ShouldBeNull();
        (await page.GetAsync($"/review/{journey.Reference}")).ShouldContain("What did the scan show?");
    }

    [Fact]
    public async Task Race_LostToADecisionThatHasTakenEffect_SaysWhoDecidedWhatAndWhereItIsNow()
    {
        await using var review = await ReviewHub.StartAsync(s => s.Review.UndoMinutes = 0);
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        var shown = await page.GetAsync($"/review/{journey.Reference}");
        await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer Two");

        var answer = await page.PostAsync(
            $"/review/{journey.Reference}?handler=Next",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "accept")
        );

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.ShouldContain("Reviewer Two has decided: accepted. The referral is no longer in review");
    }

    [Fact]
    public async Task HostileText_IsShownAsText()
    {
        await using var review = await ReviewHub.StartAsync();
        var hostile = "<script>alert(1)</script>\u202Etxt.exe " + new string('x', 19_000);
        var journey = await review.ArriveAsync(
            TestJourney
                .InReview()
                .With(r =>
                {
                    r.Patient["name"]![0]!["family"] = "<img src=x onerror=alert(1)>";
                    r.Request["note"] = new JsonArray(new JsonObject { ["text"] = hostile });
                })
        );
        using var page = await review.OpenPagesAsync("Reviewer One");

        await page.GetAsync($"/review/{journey.Reference}");

        var raw = await page.Response!.Content.ReadAsStringAsync();
        raw.ShouldNotContain("<script>alert");
        raw.ShouldNotContain("<img src=x");
        raw.ShouldContain("&lt;script&gt;alert(1)");
        page.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        (await page.GetAsync("/review")).ShouldContain("ONERROR=ALERT(1)");
    }

    [Fact]
    public async Task Page_Shown_IsRecordedInTheAccessLog()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");

        await page.GetAsync($"/review/{journey.Reference}");

        await using var db = review.Hub.Database.OpenRead();
        var look = await db.Set<AccessEvent>().Where(e => e.Act == AuditActs.Read && e.Subjects == 1).SingleAsync();
        var seen = await db.Set<AccessSubject>().SingleAsync(s => s.Event == look.Id);
        (seen.Referral, look.Name, look.Act).ShouldBe((journey.Id, "Reviewer One", AuditActs.Read));
    }
}
