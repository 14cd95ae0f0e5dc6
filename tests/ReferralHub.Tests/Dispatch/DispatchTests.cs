using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>A referral on its way to the provider that was chosen.</summary>
public sealed class DispatchTests
{
    [Fact]
    public async Task Accepted_IsHandedOver_WithTheOriginalContentAndOurReference()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await hub.EventsAsync(id))
            .Select(e => e.Type)
            .TakeLast(3)
            .ShouldBe([EventTypes.Sending, EventTypes.Dispatched, EventTypes.HandedOver]);
        var sent = JsonNode.Parse(provider.Bodies.Single())!;
        var request = sent["entry"]!.AsArray().Select(e => e!["resource"]!).First(r => (string?)r["resourceType"] == "ServiceRequest");
        ((string?)request["identifier"]![0]!["value"]).ShouldBe((await hub.JourneyAsync(id)).Reference);
        ((string?)request["reasonCode"]![0]!["text"]).ShouldBe("Knee pain for eight months");
        sent["entry"]!
            .AsArray()
            .Select(e => (string?)e!["resource"]!["resourceType"])
            .ShouldBe(["MessageHeader", "ServiceRequest", "Patient", "PractitionerRole", "Organization"]);
    }

    [Fact]
    public async Task SentWithoutAnswer_IsNotAccepted_UntilTheAnswerComes()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        var messageId = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;
        for (var i = 0; i < 2; i++)
        {
            (await AnswerAsync(hub, messageId, "ok", "accepted")).ShouldBe(200);
        }

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.HandedOver).ShouldBe(1);
    }

    [Fact]
    public async Task Declined_GoesToAClinician_AndIsNotOfferedAgain()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "rejected", "22")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.ProviderDeclined)).ShouldBe((Stage.InReview, true));
        var problems = await hub.Get<ReferralHub.Review.Decide.DecideReferral>()
            .DecideAsync(
                journey.Reference,
                new(ReferralHub.Review.ReviewOutcome.Accept, "R", "Nurse", journey.Version),
                CancellationToken.None
            );
        problems.ShouldBeEmpty();
        await hub.SettleAsync();
        await using var db = hub.Database.OpenRead();
        var again = await db.Offers.Where(o => o.Referral == id).OrderByDescending(o => o.Version).FirstAsync();
        again.ReadOptions().Select(o => o.Service).ShouldNotContain("joint-3");
        again.Available.ShouldBe(6);
    }

    [Fact]
    public async Task Down_ThenUp_SendsTheSameBytes_AndTheReferralStaysWhereItIsMeanwhile()
    {
        var calls = 0;
        await using var provider = new StubProvider(id =>
            Interlocked.Increment(ref calls) <= 4 ? (503, "") : (200, Answer(id, "ok", "accepted"))
        );
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        for (var i = 0; i < 300 && (await hub.JourneyAsync(id)).Stage != Stage.HandedOver; i++)
            await Task.Delay(100);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        // A receiver that keeps ids refuses the same id with other content.
        provider.Bodies.Distinct().Count().ShouldBe(1);
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Dispatched).ShouldBe(1);
    }
}
