using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review;

public sealed class ReviewTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Return_NeedsNameRoleReasonAndAdvice_AndIsSigned()
    {
        var (id, reference) = await InReviewAsync();
        var missing = await DecideAsync(reference, new { outcome = "Return", version = await ReadVersionAsync(id) });
        foreach (var field in new[] { "reviewer", "reviewerRole", "reasonCode", "text" })
            missing.ShouldContain($"\"{field}\"");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);

        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Return",
                    version = await ReadVersionAsync(id),
                    reviewer = "Reviewer One",
                    reviewerRole = "Consultant",
                    reasonCode = "SERVICE_INAPPROPRIATE",
                    text = "Please try physiotherapy first.",
                }
            )
        ).ShouldBe("");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Returned);
        var signed = (await hub.EventsAsync(id))[^1];
        (signed.Type, signed.Actor).ShouldBe((EventTypes.Returned, "clinician:Reviewer One"));
        signed.Data.ShouldNotContain("physiotherapy");
        await using var db = hub.Database.OpenRead();
        (await db.ReviewDecisions.SingleAsync()).Text.ShouldBe("Please try physiotherapy first.");
        var note = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Task/{id}"))!["note"]![0]!;
        ((string?)note["authorString"], (string?)note["text"]).ShouldBe(
            ("Reviewer One, Consultant", "The service is not appropriate: Please try physiotherapy first.")
        );
    }

    [Fact]
    public async Task Accept_WithSpecialtyAndWhy_GoesOnToChoice()
    {
        var (id, reference) = await InReviewAsync(r => r.Request.Remove("performerType"));
        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Accept",
                    version = await ReadVersionAsync(id),
                    reviewer = "R",
                    reviewerRole = "Nurse",
                }
            )
        ).ShouldContain("\"specialty\"");
        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Accept",
                    version = await ReadVersionAsync(id),
                    reviewer = "R",
                    reviewerRole = "Nurse",
                    specialty = "110",
                }
            )
        ).ShouldContain("why you changed");
        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Accept",
                    version = await ReadVersionAsync(id),
                    reviewer = "R",
                    reviewerRole = "Nurse",
                    specialty = "110",
                    text = "From the letter.",
                }
            )
        ).ShouldBe("");
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Specialty).ShouldBe((Stage.AwaitingChoice, "110"));
    }

    [Fact]
    public async Task StaleDecision_IsToldAndChangesNothing()
    {
        var (id, reference) = await InReviewAsync();
        var seen = await ReadVersionAsync(id);
        (await ClaimAsync(reference, "Reviewer One")).ShouldContain("version");
        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Accept",
                    version = seen,
                    reviewer = "Reviewer Two",
                    reviewerRole = "Nurse",
                }
            )
        ).ShouldContain("\"stale\"");
        (
            await DecideAsync(
                reference,
                new
                {
                    outcome = "Accept",
                    version = await ReadVersionAsync(id),
                    reviewer = "Reviewer Two",
                    reviewerRole = "Nurse",
                }
            )
        ).ShouldContain("Reviewer One has this referral open");
        (await ClaimAsync(reference, "Reviewer Two")).ShouldContain("\"claimed\"");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task TwoReviewersAtOnce_OneDecides()
    {
        var (id, reference) = await InReviewAsync();
        var version = await ReadVersionAsync(id);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    DecideAsync(
                        reference,
                        new
                        {
                            outcome = "Accept",
                            version,
                            reviewer = $"R{i}",
                            reviewerRole = "Nurse",
                        }
                    )
                )
        );
        answers.Count(a => a.Length == 0).ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        (await db.ReviewDecisions.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public void SuspectedCancer_IsNeitherHeldNorLowered()
    {
        var journey = TestJourney.InReview().SuspectedCancer().AtVersion(3).Build();

        foreach (var outcome in new[] { ReviewOutcome.Ask, ReviewOutcome.Return })
            ReviewRules.Check(new(outcome, "R", "Nurse", 3, "OTHER", "Text"), journey).ShouldContain(p => p.Code == "outcome");
        foreach (var priority in new[] { "routine", "urgent" })
            ReviewRules
                .Check(new(ReviewOutcome.Accept, "R", "Nurse", 3, Text: "Why", Priority: priority), journey)
                .ShouldContain(p => p.Code == "priority");
        ReviewRules.Check(new(ReviewOutcome.Accept, "R", "Nurse", 3), journey).ShouldBeEmpty();
    }

    [Fact]
    public async Task Question_KeepsReceivedDate_AndTheAnswerIsTriagedAgain()
    {
        var referral = TestReferral.Routine().With(r => r.Patient["identifier"]![0]!["value"] = "3478526985");
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        var before = await hub.JourneyAsync(id);
        (
            await DecideAsync(
                before.Reference,
                new
                {
                    outcome = "Ask",
                    version = before.Version,
                    reviewer = "R",
                    reviewerRole = "Nurse",
                    text = "Is the NHS number right?",
                }
            )
        ).ShouldBe("");
        (await hub.JourneyAsync(id)).OwnerKind.ShouldBe(OwnerKind.Practice);
        var answer = referral.Again("update", "active");
        answer.Patient["identifier"]![0]!["value"] = "9990000018";
        using var response = await hub.PostAsync(answer);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        await hub.SettleAsync();
        var after = await hub.JourneyAsync(id);
        (after.Stage, after.Received, after.ClockStart).ShouldBe((Stage.AwaitingChoice, before.Received, before.ClockStart));
        (await hub.EventsAsync(id)).Select(e => e.Type).ShouldContain(EventTypes.InformationReceived);
    }

    [Fact]
    public async Task QuestionOfARule_ReachesThePracticeInTheTask()
    {
        var id = await hub.TakeAsync(TestReferral.Routine().With(r => r.Request.Remove("reasonCode")));
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingInformation);
        var task = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Task/{id}"))!;
        ((string?)task["status"], (string?)task["businessStatus"]!["coding"]![0]!["code"]).ShouldBe(("on-hold", "awaiting-information"));
        ((string?)task["note"]![0]!["text"])!.ShouldStartWith("What is the reason for this referral");
    }

    [Fact]
    public async Task Queue_PagesByKey_MostPressingFirst()
    {
        for (var i = 0; i < 30; i++)
            await hub.TakeAsync(
                TestReferral.Create(i % 3 == 0 ? "urgent" : "routine").With(r => r.Patient["identifier"]![0]!["value"] = "3478526985")
            );
        await hub.SettleAsync();
        var (seen, cursor) = (new List<JsonNode>(), "");
        do
        {
            var page = JsonNode.Parse(await hub.Http.GetStringAsync($"/review/api/queue?cursor={cursor}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = (string?)page["next"];
        } while (cursor is not null);
        seen.Select(i => (string?)i["reference"]).Distinct().Count().ShouldBe(30);
        seen.Take(10).ShouldAllBe(i => (string?)i["priority"] == "Urgent");
    }

    async Task<(Guid Id, string Reference)> InReviewAsync(Action<TestReferral>? change = null)
    {
        var referral = TestReferral.Routine().With(r => r.Patient["identifier"]![0]!["value"] = "3478526985");
        change?.Invoke(referral);
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        journey.Stage.ShouldBe(Stage.InReview);
        return (id, journey.Reference);
    }

    async Task<int> ReadVersionAsync(Guid id) => (await hub.JourneyAsync(id)).Version;

    async Task<string> DecideAsync(string reference, object body)
    {
        using var response = await hub.Http.PostAsJsonAsync($"/review/api/{reference}/decision", body);
        return await response.Content.ReadAsStringAsync();
    }

    async Task<string> ClaimAsync(string reference, string reviewer)
    {
        using var response = await hub.Http.PostAsJsonAsync($"/review/api/{reference}/claim", new { reviewer });
        return await response.Content.ReadAsStringAsync();
    }
}
