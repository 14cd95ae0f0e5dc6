using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

public sealed class DecideReferralTests : IAsyncLifetime
{
    TestHub hub = null!;
    ReviewApi api = null!;

    public async Task InitializeAsync()
    {
        hub = await TestHub.StartAsync();
        api = new(hub);
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Return_WithoutReasonAndText_IsRefusedWithEveryFault()
    {
        var journey = await TestJourney.InReview().ArriveAsync(hub);

        var refused = await api.DecideAsync(journey.Id, new() { ["outcome"] = "Return" });

        foreach (var field in new[] { "reasonCode", "text" })
            refused.ShouldContain($"\"{field}\"");
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task Return_Signed_ReachesThePracticeWithNameAndReason_AndNoTextIsInTheLog()
    {
        var journey = await TestJourney.InReview().ArriveAsync(hub);

        var answer = await api.DecideAsync(
            journey.Id,
            new()
            {
                ["outcome"] = "Return",
                ["reviewer"] = "Reviewer One",
                ["reviewerRole"] = "Consultant",
                ["reasonCode"] = "SERVICE_INAPPROPRIATE",
                ["text"] = "Please try physiotherapy first.",
            }
        );

        answer.ShouldBe("");
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.Returned);
        var signed = (await hub.EventsAsync(journey.Id))[^1];
        (signed.Type, signed.Actor).ShouldBe((EventTypes.Returned, "clinician:Reviewer One"));
        signed.Data.ShouldNotContain("physiotherapy");
        await using var db = hub.Database.OpenRead();
        (await db.ReviewDecisions.SingleAsync()).Text.ShouldBe("Please try physiotherapy first.");
        var note = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Task/{journey.Id}"))!["note"]![0]!;
        ((string?)note["authorString"], (string?)note["text"]).ShouldBe(
            ("Reviewer One, Consultant", "The service is not appropriate: Please try physiotherapy first.")
        );
    }

    [Fact]
    public async Task Acceptance_OfWhatNamesNoSpecialty_NeedsOneAndWhy()
    {
        var journey = await TestJourney.InReview().WithoutSpecialty().ArriveAsync(hub);
        var decision = ReviewApi.Accept("R");

        var without = await api.DecideAsync(journey.Id, decision);
        decision["specialty"] = "110";
        var unexplained = await api.DecideAsync(journey.Id, decision);
        decision["text"] = "From the letter.";
        var explained = await api.DecideAsync(journey.Id, decision);

        without.ShouldContain("\"specialty\"");
        unexplained.ShouldContain("why you changed");
        explained.ShouldBe("");
        var accepted = await hub.WaitForStageAsync(journey.Id, Stage.AwaitingChoice);
        accepted.Specialty.ShouldBe("110");
    }

    [Fact]
    public async Task Decision_Stale_IsRefusedAndChangesNothing()
    {
        var journey = await TestJourney.InReview().ArriveAsync(hub);
        await api.ClaimAsync(journey.Reference, "Reviewer One");

        var stale = await api.DecideAsync(journey.Id, ReviewApi.Accept("Reviewer One"), journey.Version);

        stale.ShouldContain("\"stale\"");
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task Decision_AboutWhatAnotherHasOpen_IsRefusedAndChangesNothing()
    {
        var journey = await TestJourney.InReview().ArriveAsync(hub);
        await api.ClaimAsync(journey.Reference, "Reviewer One");

        var decided = await api.DecideAsync(journey.Id, ReviewApi.Accept("Reviewer Two"));
        var claimed = await api.ClaimAsync(journey.Reference, "Reviewer Two");

        decided.ShouldContain("Reviewer One has this referral open");
        claimed.ShouldContain("\"claimed\"");
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task Decisions_AtOnce_OneCounts()
    {
        var journey = await TestJourney.InReview().ArriveAsync(hub);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => api.DecideAsync(journey.Id, ReviewApi.Accept($"R{i}"), journey.Version))
        );

        answers.Count(a => a.Length == 0).ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        (await db.ReviewDecisions.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Question_Answered_IsTriagedAgainAndKeepsItsPlace()
    {
        var referral = TestJourney.InReview().BuildReferral();
        var id = await hub.TakeAsync(referral);
        var before = await hub.WaitForStageAsync(id, Stage.InReview);
        var question = new JsonObject
        {
            ["outcome"] = "Ask",
            ["reviewer"] = "R",
            ["reviewerRole"] = "Nurse",
            ["text"] = "Is the NHS number right?",
        };

        var asked = await api.DecideAsync(id, question);
        var waiting = await hub.JourneyAsync(id);
        using var response = await hub.PostAsync(
            referral.Again("update", "active").With(r => r.Patient["identifier"]![0]!["value"] = "9990000018")
        );
        var after = await hub.WaitForStageAsync(id, Stage.AwaitingChoice);

        asked.ShouldBe("");
        waiting.OwnerKind.ShouldBe(OwnerKind.Practice);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        (after.Received, after.ClockStart).ShouldBe((before.Received, before.ClockStart));
        (await hub.EventsAsync(id)).Select(e => e.Type).ShouldContain(EventTypes.InformationReceived);
    }

    [Fact]
    public async Task Question_OfARule_ReachesThePracticeInTheTask()
    {
        var journey = await TestJourney.AwaitingInformation().ArriveAsync(hub);

        var task = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Task/{journey.Id}"))!;

        ((string?)task["status"], (string?)task["businessStatus"]!["coding"]![0]!["code"]).ShouldBe(("on-hold", "awaiting-information"));
        ((string?)task["note"]![0]!["text"])!.ShouldStartWith("What is the reason for this referral");
    }
}
