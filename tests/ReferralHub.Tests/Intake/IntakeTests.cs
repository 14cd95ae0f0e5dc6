using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Operations;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

public sealed class IntakeTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Referral_IsStoredTriagedAndOffered_AndTheAnswerCarriesOurReference()
    {
        using var response = await hub.PostAsync(TestReferral.Routine(), ("X-Request-Id", "req-1"), ("X-Correlation-Id", "cor-1"));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        ((int)response.StatusCode).ShouldBe(200);
        response.Headers.GetValues("X-Request-Id").ShouldBe(["req-1"]);
        response.Headers.GetValues("X-Correlation-Id").ShouldBe(["cor-1"]);
        ((string?)body["type"]).ShouldBe("message");
        ((string?)body["entry"]![0]!["resource"]!["response"]!["code"]).ShouldBe("ok");
        var request = body["entry"]![1]!["resource"]!;
        ReferralReference.TryParse((string?)request["identifier"]![0]!["value"], out var reference).ShouldBeTrue();
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(Guid.Parse((string)request["id"]!));
        journey.Reference.ShouldBe(reference.Value);
        journey.Stage.ShouldBe(Stage.AwaitingChoice);
        (journey.OwnerKind, journey.Practice, journey.FlagCodes).ShouldBe((OwnerKind.Patient, "L81008", ""));
        (await hub.EventsAsync(journey.Id))
            .Select(e => e.Type)
            .ShouldBe([EventTypes.Received, EventTypes.Accepted, EventTypes.ChoiceOffered]);
    }

    [Fact]
    public async Task SameMessageAgain_IsADuplicateForEver_AndChangesNothing()
    {
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        var before = (await hub.JourneyAsync(id)).Version;

        using var again = await hub.PostAsync(referral);
        var text = await again.Content.ReadAsStringAsync();

        ((int)again.StatusCode).ShouldBe(409);
        text.ShouldContain("REC_CONFLICT");
        ((string?)JsonNode.Parse(text)!["issue"]![0]!["code"]).ShouldBe("duplicate");
        again.Headers.Location!.ToString().ShouldEndWith(id.ToString());
        (await hub.JourneyAsync(id)).Version.ShouldBe(before);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(1);
    }

    [Fact]
    public async Task SameIdWithOtherContent_IsAConflict_AndAPersonCanAdmitIt()
    {
        var referral = TestReferral.Routine();
        await hub.TakeAsync(referral);
        referral.Request["reasonCode"]![0]!["text"] = "Something else entirely";
        for (var i = 0; i < 2; i++)
        {
            using var response = await hub.PostAsync(referral);
            ((int)response.StatusCode).ShouldBe(409);
            ((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["issue"]![0]!["code"]).ShouldBe("conflict");
        }

        (await hub.CountAsync<WorkItem>()).ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        var item = await db.Set<WorkItem>().SingleAsync();
        var result = await hub.Get<OperationsDesk>().AdmitAsync(item.Id, "A clerk", CancellationToken.None);
        result!.Outcome.ShouldBe(IntakeOutcome.Received);
        await hub.SettleAsync();
        var admitted = await hub.JourneyAsync(result.Referral!.Value);
        admitted.Stage.ShouldBe(Stage.InReview);
        admitted.Has(Flags.MessageIdReused).ShouldBeTrue();
        (await db.Set<WorkItem>().AsNoTracking().SingleAsync()).SettledBy.ShouldBe("A clerk");
    }

    [Fact]
    public async Task ManyAtOnceWithOneId_GiveOneReferral()
    {
        var body = TestReferral.Routine().Bytes();

        var statuses = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async _ =>
                {
                    using var response = await hub.PostAsync("/fhir/$process-message", body);
                    return (int)response.StatusCode;
                })
        );

        statuses.Count(s => s == 200).ShouldBe(1);
        statuses.ShouldAllBe(s => s == 200 || s == 409 || s == 425);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(1);
    }

    [Fact]
    public async Task SecondReferralOfAPatientToOneSpecialty_IsLinkedAndRead_NeverDropped()
    {
        var first = TestReferral.Routine();
        var id = await hub.TakeAsync(first);
        await hub.SettleAsync();
        var second = TestReferral
            .Routine()
            .With(r => r.Patient["identifier"]![0]!["value"] = (string?)first.Patient["identifier"]![0]!["value"]);
        var other = await hub.JourneyAsync(await hub.TakeAsync(second));
        await hub.SettleAsync();

        other = await hub.JourneyAsync(other.Id);

        (other.Stage, other.Follows, other.Has(Flags.PossibleDuplicate)).ShouldBe((Stage.InReview, id, true));
    }
}
