using System.Text.Json.Nodes;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>A sender changes or withdraws what it sent.</summary>
public sealed class AmendmentTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

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
    [InlineData("request-1", "request-2", 200)]
    [InlineData(null, null, 200)]
    [InlineData("request-1", "request-1", 409)]
    public async Task Amendment_UnderTheBundleIdOfWhatItChanges_IsTaken_WhereItIsAnotherRequest(string? first, string? then, int status)
    {
        var referral = TestReferral.Routine();
        using var taken = await hub.PostAsync(referral, Request(first));
        var id = Guid.Parse(taken.Headers.Location!.ToString().Split('/')[^1]);
        var amended = referral.Again("update", "active", referral.MessageId);
        amended.Request["reasonCode"]![0]!["text"] = "Worse now";

        using var response = await hub.PostAsync(amended, Request(then));

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(status == 200 ? 2 : 1);
        using var again = await hub.PostAsync(amended, Request(then));
        ((int)again.StatusCode).ShouldBe(409);
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(status == 200 ? 2 : 1);

        static (string, string)[] Request(string? value) => value is null ? [] : [("X-Request-Id", value)];
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
}
