using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Practices;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Review;
using ReferralHub.Web.Users;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review;

public sealed class ReviewDeskTests
{
    const string PracticeOds = "L81008";

    // A Monday morning, so that working days mean the same whenever the tests run.
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc));

    [Fact]
    public async Task Decision_CanBeUndone_AndTakesEffectWhenItNoLongerCan()
    {
        await using var hub = await StartAsync();
        var (id, reference) = await InReviewAsync(hub);
        var due = (await hub.JourneyAsync(id)).Due;
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "Try physiotherapy.")).ShouldBeEmpty();
        var waiting = await hub.JourneyAsync(id);
        (waiting.Stage, waiting.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.Hub));
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer Two"))
            .ShouldHaveSingleItem()
            .Text.ShouldContain("Reviewer One has decided");
        (await hub.Http.GetStringAsync($"/fhir/Task/{id}")).ShouldNotContain("physiotherapy", Case.Insensitive, "nothing has left the hub");

        time.Advance(TimeSpan.FromMinutes(9));
        await hub.WatchAsync();
        (await hub.Get<ReviewService>().UndoAsync(reference, "Reviewer Two", CancellationToken.None))!.Code.ShouldBe("not-yours");
        (await hub.Get<ReviewService>().UndoAsync(reference, "Reviewer One", CancellationToken.None)).ShouldBeNull();
        var undone = await hub.JourneyAsync(id);
        (undone.Stage, undone.Owner, undone.Due).ShouldBe((Stage.InReview, "Reviewer One", due));
        await using (var db = hub.Database.OpenRead())
            (await ReviewDrafts.ReadAsync(db, id, "Reviewer One", CancellationToken.None))!.Value.Form.ReturnText.ShouldBe(
                "Try physiotherapy."
            );

        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer One")).ShouldBeEmpty();
        time.Advance(TimeSpan.FromMinutes(10));
        await hub.WatchAsync();
        await StageAsync(hub, id, Stage.AwaitingChoice);
        (await hub.Get<ReviewService>().UndoAsync(reference, "Reviewer One", CancellationToken.None))!.Code.ShouldBe("too-late");
        await using var read = hub.Database.OpenRead();
        (await read.PendingDecisions.CountAsync()).ShouldBe(0);
        (await read.ReviewDecisions.SingleAsync()).At.ShouldBe(time.GetUtcNow().UtcDateTime.AddMinutes(-10));
    }

    [Fact]
    public async Task SuspectedCancer_IsDecidedAtOnce()
    {
        await using var hub = await StartAsync();
        var (id, _) = await InReviewAsync(hub);
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "R", "Looks like cancer.", priority: "asap")).ShouldBeEmpty();
        (await hub.JourneyAsync(id)).Stage.ShouldNotBe(Stage.InReview);
    }

    [Fact]
    public async Task Amendment_OvertakesADecisionThatHasNotTakenEffect()
    {
        await using var hub = await StartAsync();
        var referral = Doubtful();
        var id = await hub.TakeAsync(referral);
        await StageAsync(hub, id, Stage.InReview);
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "Not needed.")).ShouldBeEmpty();
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Reviewer One");
        (await page.GetAsync($"/review/{(await hub.JourneyAsync(id)).Reference}")).ShouldNotContain("since you last looked");
        time.Advance(TimeSpan.FromSeconds(5));
        using var amended = await hub.PostAsync(referral.Again("update", "active"));
        amended.StatusCode.ShouldBe(HttpStatusCode.OK);
        await StageAsync(hub, id, Stage.InReview);
        time.Advance(TimeSpan.FromMinutes(11));
        await hub.WatchAsync();
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.TriageTeam));
        (await page.GetAsync($"/review/{journey.Reference}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("It counts no longer"),
            p => p.ShouldContain("since you last looked")
        );
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_WaitsForASecondReader_WhoAgreesOrDecidesOtherwise()
    {
        await using var hub = await StartAsync(s => (s.Review.SecondReaderForReturns, s.Review.UndoMinutes) = (true, 0));
        var (agreed, _) = await InReviewAsync(hub);
        var (otherwise, _) = await InReviewAsync(hub);
        foreach (var id in new[] { agreed, otherwise })
        {
            (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "First words.")).ShouldBeEmpty();
            (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
            (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "Again."))
                .ShouldHaveSingleItem()
                .Code.ShouldBe("second-reader");
        }

        var next = await hub.Get<ReviewDesk>().NextAsync(Reviewer("Reviewer One"), new(), Guid.CreateVersion7(), CancellationToken.None);
        next.ShouldBeNull("nobody is their own second reader");
        (await DecideAsync(hub, agreed, ReviewOutcome.Return, "Reviewer Two", "Second words.")).ShouldBeEmpty();
        (await DecideAsync(hub, otherwise, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
        await using var db = hub.Database.OpenRead();
        var returned = await db.ReviewDecisions.SingleAsync(d => d.Referral == agreed);
        (returned.Reviewer, returned.SecondReader, returned.Text).ShouldBe(("Reviewer One", "Reviewer Two", "First words."));
        (await db.ReviewActs.SingleAsync(a => a.Kind == ReviewActKind.Overturn)).Other.ShouldBe("Reviewer One");
        (await hub.Get<ReviewRecord>().MeasuresAsync(null, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ReturnThatASecondReaderAgreedWith_CanBeUndoneByEither()
    {
        await using var hub = await StartAsync(s => s.Review.SecondReaderForReturns = true);
        var (id, reference) = await InReviewAsync(hub);
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "First words.")).ShouldBeEmpty();
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer Two", "Second words.")).ShouldBeEmpty();
        (await hub.JourneyAsync(id)).OwnerKind.ShouldBe(OwnerKind.Hub);
        (await hub.Get<ReviewService>().UndoAsync(reference, "Reviewer Two", CancellationToken.None)).ShouldBeNull();
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer Two", "Third words.")).ShouldBeEmpty();
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "Agreed.")).ShouldBeEmpty();
        time.Advance(TimeSpan.FromMinutes(11));
        await hub.WatchAsync();
        await StageAsync(hub, id, Stage.Returned);
        await using var db = hub.Database.OpenRead();
        var returned = await db.ReviewDecisions.SingleAsync();
        (returned.Reviewer, returned.SecondReader, returned.Text).ShouldBe(("Reviewer Two", "Reviewer One", "Third words."));
    }

    [Fact]
    public async Task Appeal_GoesToAnotherClinician_WithItsClock()
    {
        await using var hub = await StartAsync(s => s.Review.UndoMinutes = 0);
        var referral = Doubtful();
        var id = await hub.TakeAsync(referral);
        await StageAsync(hub, id, Stage.InReview);
        (await DecideAsync(hub, id, ReviewOutcome.Return, "Reviewer One", "Not needed.")).ShouldBeEmpty();
        time.Advance(TimeSpan.FromDays(2));
        var first = await hub.JourneyAsync(id);
        var desk = hub.Get<PracticeDesk>();
        (await desk.SayAsync(id, new(PracticeMessageKind.Appeal, "A00001", "X", "Ours?"), CancellationToken.None)).Problem!.Code.ShouldBe(
            "not-found"
        );
        var (problem, appeal, _) = await desk.SayAsync(
            id,
            new(PracticeMessageKind.Appeal, PracticeOds, "Dr Example, GP", "It got worse."),
            CancellationToken.None
        );
        problem.ShouldBeNull();
        (appeal!.Stage, appeal.Received, appeal.ClockStart, appeal.Follows).ShouldBe(
            (Stage.InReview, first.Received, first.ClockStart, id)
        );
        (
            await desk.SayAsync(id, new(PracticeMessageKind.Appeal, PracticeOds, "Dr Example, GP", "Once more."), CancellationToken.None)
        ).Problem!.Code.ShouldBe("appealed");
        (await DecideAsync(hub, appeal.Id, ReviewOutcome.Accept, "Reviewer One")).ShouldHaveSingleItem().Code.ShouldBe("own-return");
        (
            await hub.Get<ReviewDesk>().NextAsync(Reviewer("Reviewer One"), new(), Guid.CreateVersion7(), CancellationToken.None)
        ).ShouldBeNull();

        using (var page = new PageClient(hub.Http.BaseAddress!))
        {
            await page.NameAsync("Reviewer Two");
            (await page.GetAsync($"/review/{appeal.Reference}")).ShouldSatisfyAllConditions(
                p => p.ShouldContain("It got worse."),
                p => p.ShouldContain("Not needed.")
            );
        }

        // What the practice sends afterwards under its own identifier is about the one that is open.
        using (var amended = await hub.PostAsync(referral.Again("update", "active")))
            amended.StatusCode.ShouldBe(HttpStatusCode.OK, await amended.Content.ReadAsStringAsync());
        await StageAsync(hub, appeal.Id, Stage.InReview);
        (await DecideAsync(hub, appeal.Id, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Returned, "what was returned stays returned");
        (await hub.Get<ReviewRecord>().ReadDecisionsAsync("Reviewer One", CancellationToken.None))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(d => d.IsOverturned.ShouldBeTrue(), d => d.Reply.ShouldBe("It got worse."));
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).FirstFault.ShouldBeNull();
    }

    [Fact]
    public async Task ReviewerWithAnInterest_LeavesItToAColleague()
    {
        await using var hub = await StartAsync(s =>
        {
            s.Review.UndoMinutes = 0;
            File.WriteAllText(
                Path.Combine(s.DirectoryFolder!, "reviewer-interests.csv"),
                "reviewer,provider,nature,from,to\nReviewer One,RH3,ownership,2025-01-01,\nReviewer Two,RH3,ownership,2020-01-01,2026-04-01\n"
            );
        });
        var (id, reference) = await InReviewAsync(hub);
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer One"))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Code.ShouldBe("interest"), p => p.Text.ShouldContain("RH3"));
        (
            await hub.Get<ReviewDesk>().NextAsync(Reviewer("Reviewer One"), new(), Guid.CreateVersion7(), CancellationToken.None)
        ).ShouldBeNull();
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Reviewer One");
        (await page.GetAsync($"/review/{reference}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("declared an interest"),
            p => p.ShouldNotContain("value=\"accept\"")
        );
        // An interest that ended more than six months ago is off the register.
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Next_GivesEachReviewerAnother_MostPressingFirst()
    {
        await using var hub = await StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
            ids.Add((await InReviewAsync(hub)).Id);
        var urgent = (await InReviewAsync(hub, TestReferral.Urgent())).Reference;
        var desk = hub.Get<ReviewDesk>();
        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 7)
                .Select(i => desk.NextAsync(Reviewer($"Reviewer {i}"), new(), Guid.CreateVersion7(), CancellationToken.None))
        );
        taken.Distinct().Count().ShouldBe(7);
        taken.ShouldContain(ReferralReference.Display(urgent));
        (await desk.NextAsync(Reviewer("Late"), new(), Guid.CreateVersion7(), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Claim_RunsOut_IsRenewed_AndIsTakenOverWithAReason()
    {
        await using var hub = await StartAsync();
        var (id, reference) = await InReviewAsync(hub);
        var claims = hub.Get<ReviewClaims>();
        (await claims.ClaimAsync(reference, "One", CancellationToken.None)).Problem.ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(14));
        (await claims.RenewAsync(reference, "One", CancellationToken.None)).ShouldBeTrue();
        time.Advance(TimeSpan.FromMinutes(14));
        (await claims.ClaimAsync(reference, "Two", CancellationToken.None)).Problem!.Text.ShouldContain("One has this referral open");
        (await claims.ClaimAsync(reference, "Two", CancellationToken.None, "One has gone home")).Problem.ShouldBeNull();
        (await claims.RenewAsync(reference, "One", CancellationToken.None)).ShouldBeFalse();
        (await hub.JourneyAsync(id)).Owner.ShouldBe("Two");
        time.Advance(TimeSpan.FromMinutes(16));
        var token = await hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        await claims.RunAsync(new("test", token!.Value), CancellationToken.None);
        (await hub.JourneyAsync(id)).OwnerKind.ShouldBe(OwnerKind.TriageTeam);
        await using var db = hub.Database.OpenRead();
        (await db.ReviewActs.SingleAsync()).Text.ShouldBe("One has gone home");
    }

    [Fact]
    public async Task Deferred_IsLeftUntilItsDay_AndNeverPastTheDeadline()
    {
        await using var hub = await StartAsync();
        var (id, reference) = await InReviewAsync(hub);
        var (desk, me) = (hub.Get<ReviewDesk>(), Reviewer("One"));
        foreach (var day in new DateOnly?[] { null, new(2026, 11, 23), new(2026, 11, 26) })
            (await desk.DeferAsync(reference, me, day, "Waiting for the scan", null, CancellationToken.None))!.Code.ShouldBe("until-day");
        (await desk.DeferAsync(reference, me, new(2026, 11, 25), " ", null, CancellationToken.None))!.Code.ShouldBe("text");
        var due = (await hub.JourneyAsync(id)).Due;
        (await desk.DeferAsync(reference, me, new(2026, 11, 25), "Waiting for the scan", null, CancellationToken.None)).ShouldBeNull();
        (await hub.JourneyAsync(id)).Due.ShouldBe(due);
        (await desk.NextAsync(me, new(), Guid.CreateVersion7(), CancellationToken.None)).ShouldBeNull();
        time.Advance(TimeSpan.FromDays(2));
        (await desk.NextAsync(me, new(), Guid.CreateVersion7(), CancellationToken.None)).ShouldBe(ReferralReference.Display(reference));
        (await desk.ReferAsync(reference, me, "Two", "What do you think?", null, CancellationToken.None)).ShouldBeNull();
        (await hub.JourneyAsync(id)).Owner.ShouldBe("Two");
    }

    [Fact]
    public async Task Session_ThatEnded_LosesNothing()
    {
        await using var hub = await StartAsync();
        var (_, reference) = await InReviewAsync(hub);
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.GetAsync($"/review/{reference}");
        page.Path.ShouldStartWith("/user?back=");
        await page.NameAsync("Reviewer One", back: $"/review/{reference}");
        var shown = await page.GetAsync($"/review/{reference}");
        page.Path.ShouldBe($"/review/{reference}");
        time.Advance(TimeSpan.FromMinutes(16));
        var asked = await page.PostAsync(
            $"/review/{reference}?handler=Decide",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "return"),
            ("Form.ReturnText", "A long letter.")
        );
        page.Path.ShouldStartWith("/user?back=");
        asked.ShouldContain("Your session ended");
        await page.PostAsync(
            "/user?handler=Named",
            ("Name", "Reviewer One"),
            ("Role", "Consultant"),
            ("Kind", "Reviewer"),
            ("Back", $"/review/{reference}")
        );
        page.Path.ShouldBe($"/review/{reference}");
        (await page.GetAsync($"/review/{reference}")).ShouldContain("A long letter.");
    }

    [Fact]
    public async Task LostRace_KeepsTheText_AndSaysWhoDecidedWhat()
    {
        await using var hub = await StartAsync();
        var (id, reference) = await InReviewAsync(hub);
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Reviewer One");
        var shown = await page.GetAsync($"/review/{reference}");
        (await DecideAsync(hub, id, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
        var answer = await page.PostAsync(
            $"/review/{reference}?handler=Next",
            ("Version", PageClient.Hidden(shown, "Version")),
            ("Form.Act", "ask"),
            ("Form.AskText", "What did the scan show?\r\nWhich side?")
        );
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.ShouldContain("Reviewer Two has decided: accepted");
        answer.ShouldContain("<title>Error: ");
        answer.ShouldContain("What did the scan show?\nWhich side?", Case.Sensitive, "a line end as HTML has it");
        (await page.Response!.Content.ReadAsStringAsync()).ShouldNotContain("&#xD;");
        (await hub.Get<ReviewService>().UndoAsync(reference, "Reviewer Two", CancellationToken.None)).ShouldBeNull();
        (await page.GetAsync($"/review/{reference}")).ShouldContain("What did the scan show?");
    }

    [Fact]
    public async Task HostileText_IsShownAsText()
    {
        await using var hub = await StartAsync();
        var hostile = "<script>alert(1)</script>\u202Etxt.exe " + new string('x', 19_000);
        var id = await hub.TakeAsync(
            Doubtful()
                .With(r =>
                {
                    r.Patient["name"]![0]!["family"] = "<img src=x onerror=alert(1)>";
                    r.Request["note"] = new JsonArray(new JsonObject { ["text"] = hostile });
                })
        );
        await StageAsync(hub, id, Stage.InReview);
        using var client = new PageClient(hub.Http.BaseAddress!);
        await client.NameAsync("Reviewer One");
        await client.GetAsync($"/review/{(await hub.JourneyAsync(id)).Reference}");
        var raw = await client.Response!.Content.ReadAsStringAsync();
        raw.ShouldNotContain("<script>alert");
        raw.ShouldNotContain("<img src=x");
        raw.ShouldContain("&lt;script&gt;alert(1)");
        client.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        (await client.GetAsync("/review")).ShouldContain("ONERROR=ALERT(1)");
        await using var db = hub.Database.OpenRead();
        (await db.Set<AccessRecord>().SingleAsync()).ShouldSatisfyAllConditions(
            a => a.Name.ShouldBe("Reviewer One"),
            a => a.What.ShouldBe("read")
        );
    }

    [Fact]
    public async Task Practice_AnswersOverFhir_AndTheSameAgainIsTheSameAnswer()
    {
        await using var hub = await StartAsync(s => s.Review.UndoMinutes = 0);
        var (id, _) = await InReviewAsync(hub);
        (await DecideAsync(hub, id, ReviewOutcome.Ask, "Reviewer One", "What did the scan show?")).ShouldBeEmpty();
        var pdf = Convert.ToBase64String("%PDF-1.7 nothing"u8);
        var said = $$"""
            { "resourceType": "Communication", "status": "completed", "basedOn": [ { "reference": "ServiceRequest/{{id}}" } ],
              "category": [ { "coding": [ { "system": "https://fhir.referralhub.example/CodeSystem/communication-category", "code": "answer" } ] } ],
              "sender": { "type": "Organization", "identifier": { "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "{{PracticeOds}}" }, "display": "Test Practice" },
              "payload": [ { "contentString": "A torn meniscus." }, { "contentAttachment": { "contentType": "application/pdf", "title": "scan.pdf", "data": "{{pdf}}" } } ] }
            """;
        var (status, body) = await CommunicateAsync(hub, said);
        status.ShouldBe(201, body);
        var made = JsonNode.Parse(body)!;
        ((string?)made["category"]![0]!["coding"]![0]!["code"], (string?)made["payload"]![0]!["contentString"]).ShouldBe(
            ("answer", "A torn meniscus.")
        );
        (await hub.Http.GetStringAsync($"/fhir/Communication/{made["id"]}")).ShouldBe(body);
        (await CommunicateAsync(hub, said)).ShouldBe((200, body));
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.TriageTeam));
        (await CommunicateAsync(hub, said.Replace("torn", "whole", StringComparison.Ordinal))).ShouldSatisfyAllConditions(
            a => a.Status.ShouldBe(409),
            a => a.Body.ShouldContain("not-asked")
        );
        (await CommunicateAsync(hub, said.Replace(PracticeOds, "A00001", StringComparison.Ordinal))).Status.ShouldBe(404);
        (
            await CommunicateAsync(
                hub,
                said.Replace("\"answer\"", "\"chat\"", StringComparison.Ordinal).Replace(id.ToString(), "x", StringComparison.Ordinal)
            )
        ).Body.ShouldSatisfyAllConditions(b => b.ShouldContain("communication-category"), b => b.ShouldContain("Communication.basedOn"));
        (
            await CommunicateAsync(
                hub,
                said.Replace("application/pdf", "image/png", StringComparison.Ordinal).Replace("torn", "other", StringComparison.Ordinal)
            )
        ).Body.ShouldContain("none of these");

        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Manager", "Practice manager", "Practice", PracticeOds);
        (await page.GetAsync($"/practice/{journey.Reference}")).ShouldContain("A torn meniscus.");
        (await page.PostAsync($"/practice/{journey.Reference}?handler=Withdraw", ("Why", ""))).ShouldContain(
            "Say why the referral is withdrawn."
        );
        await page.PostAsync($"/practice/{journey.Reference}?handler=Withdraw", ("Why", "Moved away"));
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Cancelled);
        (await page.GetAsync("/review")).ShouldContain("That page is not for Manager");
    }

    Task<TestHub> StartAsync(Action<HubSettings>? set = null) =>
        TestHub.StartAsync(
            "web,worker",
            time,
            set: s =>
            {
                s.Review.UndoMinutes = 10;
                set?.Invoke(s);
            }
        );

    static HubUser Reviewer(string name) => new(name, "Consultant", UserKind.Reviewer, "XRH01", []);

    /// <summary>A number that fails its check puts a referral before a clinician.</summary>
    static TestReferral Doubtful(TestReferral? referral = null) =>
        (referral ?? TestReferral.Routine()).With(r => r.Patient["identifier"]![0]!["value"] = "3478526985");

    static async Task<(Guid Id, string Reference)> InReviewAsync(TestHub hub, TestReferral? referral = null)
    {
        var id = await hub.TakeAsync(Doubtful(referral));
        await StageAsync(hub, id, Stage.InReview);
        return (id, (await hub.JourneyAsync(id)).Reference);
    }

    static async Task StageAsync(TestHub hub, Guid id, Stage stage)
    {
        for (var i = 0; i < 400 && (await hub.JourneyAsync(id)).Stage != stage; i++)
            await Task.Delay(25);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(stage);
    }

    static async Task<IReadOnlyList<ReferralHub.Platform.Problem>> DecideAsync(
        TestHub hub,
        Guid id,
        ReviewOutcome outcome,
        string reviewer,
        string? text = null,
        string? priority = null
    )
    {
        var journey = await hub.JourneyAsync(id);
        return await hub.Get<ReviewService>()
            .DecideAsync(
                journey.Reference,
                new(
                    outcome,
                    reviewer,
                    "Consultant",
                    journey.Version,
                    outcome == ReviewOutcome.Return ? "OTHER" : null,
                    text,
                    null,
                    priority
                ),
                CancellationToken.None
            );
    }

    static async Task<(int Status, string Body)> CommunicateAsync(TestHub hub, string json)
    {
        using var response = await hub.PostAsync("/fhir/Communication", Encoding.UTF8.GetBytes(json));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
