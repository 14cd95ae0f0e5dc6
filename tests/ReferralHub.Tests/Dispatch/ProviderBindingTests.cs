using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Dispatch;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.CallerHeaders;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>Only the organisation that a referral was sent to can answer for it, and nobody can guess the id of its message.</summary>
public sealed class ProviderBindingTests
{
    [Fact]
    public async Task Answer_OfAnybodyButTheProvider_IsLikeOneToNoMessage_Sentence14()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var message = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;

        var unknown = await SayAsync(hub, Guid.CreateVersion7().ToString(), await ProviderAsync(hub, "RH3"));
        foreach (
            var caller in new[]
            {
                await ProviderAsync(hub, "RH4"),
                await GpAsync(hub, "L81008"),
                await GpAsync(hub, "RH3"),
                await CentreAsync(hub),
            }
        )
            (await SayAsync(hub, message, caller)).ShouldBe(unknown);
        var before = (await hub.JourneyAsync(id)).Stage;
        var answered = await SayAsync(hub, message, await ProviderAsync(hub, "RH4", "RH3"));

        (unknown.Status, before).ShouldBe((404, Stage.Dispatched));
        (answered.Status, (await hub.JourneyAsync(id)).Stage).ShouldBe((200, Stage.HandedOver));
    }

    [Fact]
    public async Task AnswerToANotice_OfAnotherProvider_IsNotTaken_Sentence14()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        using var amended = await hub.PostAsync(referral.Again("update", "active"));
        await AwaitAsync(() => Task.FromResult(provider.Bodies.Count == 2));
        await hub.SettleAsync();
        var notice = (string)JsonNode.Parse(provider.Bodies.Last())!["id"]!;

        (await SayAsync(hub, notice, await ProviderAsync(hub, "RH4"), "rejected")).Status.ShouldBe(404);
        (await RefusalsAsync(hub)).ShouldBeEmpty();
        (await SayAsync(hub, notice, await ProviderAsync(hub, "RH3"), "rejected")).Status.ShouldBe(200);
        (await RefusalsAsync(hub)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task MessageId_IsNotMadeFromWhatOthersKnow_AndARepeatCarriesIt()
    {
        var tries = 0;
        await using var provider = new StubProvider(id =>
            Interlocked.Increment(ref tries) <= 4 ? (503, "") : (200, Answer(id, "ok", "accepted"))
        );
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await AwaitAsync(async () =>
        {
            await hub.WatchAsync();
            return (await hub.JourneyAsync(id)).Stage == Stage.HandedOver;
        });

        var ids = provider.Bodies.Select(b => (string)JsonNode.Parse(b)!["id"]!).Distinct().ToList();
        await using var db = hub.Database.OpenRead();
        var row = await db.Set<DispatchedMessage>().SingleAsync(d => d.Referral == id);

        ids.ShouldBe([row.MessageId.ToString()]);
        row.BasisVersion.ShouldNotBeNull();
        Enumerable.Range(0, 20).Select(v => EntityId.FromName($"{id:N}|{v}|{ProviderNotice.Referral}")).ShouldNotContain(row.MessageId);
    }

    static async Task<(int Status, string Issue)> SayAsync(
        TestHub hub,
        string message,
        (string Name, string Value) caller,
        string task = "accepted"
    )
    {
        using var response = await hub.PostAsync(
            "/fhir/$process-message",
            Encoding.UTF8.GetBytes(Answer(message, "ok", task)),
            headers: caller
        );
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["issue"]!.ToJsonString());
    }
}
