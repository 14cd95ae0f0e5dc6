using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Operations;
using ReferralHub.Referrals;
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

    [Theory]
    [InlineData("reference")]
    [InlineData("id")]
    [InlineData("identifier")]
    [InlineData("correlation")]
    [InlineData("fullUrl")]
    public async Task Amendment_IsTriagedAgain_ClockAndPlaceKept(string by)
    {
        var referral = TestReferral.Routine();
        using var first = await hub.PostAsync(referral, ("X-Correlation-Id", "thread-7"));
        var id = Guid.Parse(first.Headers.Location!.ToString().Split('/')[^1]);
        await hub.SettleAsync();
        var before = await hub.JourneyAsync(id);
        var amended = referral.Again("update", "active");
        amended.Request["priority"] = "urgent";
        if (by != "identifier")
            amended.Request.Remove("identifier");
        if (by == "reference")
            amended.Request["identifier"] = new JsonArray(new JsonObject { ["value"] = before.Reference });
        if (by == "id")
            amended.Request["id"] = id.ToString();
        if (by is not "fullUrl")
            amended.Entries[1]!["fullUrl"] = $"urn:uuid:{Guid.CreateVersion7()}";
        using var response = await hub.PostAsync(amended, by == "correlation" ? [("X-Correlation-Id", "thread-7")] : []);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        await hub.SettleAsync();
        var after = await hub.JourneyAsync(id);
        (after.Stage, after.Priority, after.ClockStart, after.Received, after.DocumentVersion).ShouldBe(
            (Stage.AwaitingChoice, Priority.Urgent, before.ClockStart, before.Received, 2)
        );
        (await hub.EventsAsync(id)).Select(e => e.Type).ShouldContain(EventTypes.Amended);
    }

    [Theory]
    [InlineData("update", "revoked", Stage.Cancelled)]
    [InlineData("update", "entered-in-error", Stage.EnteredInError)]
    [InlineData("delete", "entered-in-error", Stage.EnteredInError)]
    [InlineData("delete", "active", Stage.Cancelled)]
    public async Task Withdrawal_ClosesTheJourney_Once(string reason, string status, Stage expected)
    {
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        using var response = await hub.PostAsync(referral.Again(reason, status));
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Owner, journey.Due).ShouldBe((expected, null, null));
        using var second = await hub.PostAsync(referral.Again(reason, status));
        ((int)second.StatusCode).ShouldBe(409);
        (await second.Content.ReadAsStringAsync()).ShouldContain("referral-closed");
    }

    [Fact]
    public async Task SuspectedCancer_AmendedWithoutPriority_IsNotLowered()
    {
        var referral = TestReferral.SuspectedCancer().With(r => r.Request.Remove("performerType"));
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingCapacity);
        var amended = referral.Again("update", "active");
        amended.Request["priority"] = "routine";
        using var response = await hub.PostAsync(amended);
        ((int)response.StatusCode).ShouldBe(200);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Priority.ShouldBe(Priority.Asap);
    }

    [Fact]
    public async Task WhatIsMissing_IsFlaggedAndSeenByAPerson_NotRefused()
    {
        var referral = TestReferral
            .Routine()
            .With(r =>
            {
                r.Request.Remove("priority");
                r.Request.Remove("performerType");
                r.Patient["identifier"]![0]!["value"] = "3478526985";
            });
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        journey.Stage.ShouldBe(Stage.InReview);
        journey
            .FlagCodes.Split(' ')
            .ShouldBe([Flags.PriorityNotStated, Flags.SpecialtyNotStated, Flags.NhsNumberInvalid, Flags.ProfileMissed], ignoreOrder: true);
    }

    [Fact]
    public async Task ThreeShapes_GiveTheSameFacts()
    {
        var message = TestReferral.Routine();
        var transaction = (JsonObject)message.Json.DeepClone();
        transaction["type"] = "transaction";
        ((JsonArray)transaction["entry"]!).RemoveAt(0);
        foreach (var entry in (JsonArray)transaction["entry"]!)
            entry!["request"] = new JsonObject { ["method"] = "POST", ["url"] = entry["resource"]!["resourceType"]!.GetValue<string>() };
        var bare = (JsonObject)message.Request.DeepClone();
        bare["contained"] = new JsonArray([
            .. new[] { "Patient", "PractitionerRole", "Organization" }.Select(
                (type, i) =>
                {
                    var copy = (JsonObject)message.Resource(type).DeepClone();
                    copy["id"] = $"c{i}";
                    return (JsonNode)copy;
                }
            ),
        ]);
        bare["subject"]!["reference"] = "#c0";
        bare["requester"]!["reference"] = "#c1";
        bare["contained"]![1]!["organization"]!["reference"] = "#c2";
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var facts = new[] { (message.Json, IntakeFace.ProcessMessage), (transaction, IntakeFace.Base), (bare, IntakeFace.ServiceRequest) }
            .Select(s =>
                ParsedSubmission
                    .Parse(System.Text.Encoding.UTF8.GetBytes(s.Item1.ToJsonString()), s.Item2, null, null, now)
                    .Submission!.Facts
            )
            .ToList();
        foreach (var other in facts.Skip(1))
        {
            other.Patient.ShouldBe(facts[0].Patient);
            other.Requester.ShouldBe(facts[0].Requester);
            (other.Request.Specialty, other.Request.Priority, other.Request.Reason, other.Request.AuthoredOn).ShouldBe(
                (facts[0].Request.Specialty, facts[0].Request.Priority, facts[0].Request.Reason, facts[0].Request.AuthoredOn)
            );
            other.Practice.ShouldBe("L81008");
        }

        using var created = await hub.PostAsync("/fhir/ServiceRequest", System.Text.Encoding.UTF8.GetBytes(bare.ToJsonString()));
        ((int)created.StatusCode).ShouldBe(201, await created.Content.ReadAsStringAsync());
        created.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
        // A sender that takes the base for the address of everything is answered as if it had posted to the type.
        bare["identifier"]![0]!["value"] = "another";
        using var atBase = await hub.PostAsync("/fhir", System.Text.Encoding.UTF8.GetBytes(bare.ToJsonString()));
        ((int)atBase.StatusCode).ShouldBe(201, await atBase.Content.ReadAsStringAsync());
        using var transacted = await hub.PostAsync("/fhir", System.Text.Encoding.UTF8.GetBytes(transaction.ToJsonString()));
        ((int)transacted.StatusCode).ShouldBe(200, await transacted.Content.ReadAsStringAsync());
        ((string?)JsonNode.Parse(await transacted.Content.ReadAsStringAsync())!["type"]).ShouldBe("transaction-response");
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

    [Fact]
    public async Task Search_FindsByIdentifierPatientRequesterAndStatus_AndPages()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(ids[2]);
        await using var db = hub.Database.OpenRead();
        var number = await db.Set<ReferralRecord>().Where(r => r.Referral == ids[2]).Select(r => r.NhsNumber).SingleAsync();
        foreach (
            var query in new[]
            {
                $"identifier={journey.Reference}",
                $"patient.identifier=https://fhir.nhs.uk/Id/nhs-number|{number}",
                $"_id={ids[2]}",
            }
        )
        {
            var found = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/ServiceRequest?{query}"))!["entry"]!.AsArray();
            found.Select(e => (string?)e!["resource"]!["id"]).ShouldBe([ids[2].ToString()], query);
        }

        var (seen, next) = (new List<string>(), "/fhir/Task?requester.identifier=L81008&status=accepted&_count=2");
        while (next is not null)
        {
            var page = JsonNode.Parse(await hub.Http.GetStringAsync(next))!;
            seen.AddRange(page["entry"]!.AsArray().Select(e => (string)e!["resource"]!["id"]!));
            next = (string?)page["link"]!.AsArray().FirstOrDefault(l => (string?)l!["relation"] == "next")?["url"];
        }

        seen.ShouldBe(ids.Select(i => i.ToString()), ignoreOrder: true);
        (await hub.Http.GetStringAsync("/fhir/ServiceRequest?colour=blue")).ShouldContain("parameter-not-supported");
    }
}
