using System.Text.Json.Nodes;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>A referral means the same in whatever shape it comes.</summary>
public sealed class ShapeTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

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
}
