using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>What a provider that has the referral is told afterwards, and what it says later.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task AmendmentAndCancellationAfterDispatch_AreForwarded()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        foreach (var (reason, status) in new[] { ("update", "active"), ("update", "revoked") })
        {
            using var response = await hub.PostAsync(referral.Again(reason, status));
            ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
            await hub.SettleAsync();
        }

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Cancelled);
        Told(provider).ShouldBe([("new", "active"), ("update", "active"), ("update", "revoked")]);
    }

    [Theory]
    [InlineData("active", Stage.HandedOver)]
    [InlineData("revoked", Stage.Cancelled)]
    public async Task ChangedWhileOnItsWay_StaysWithOneProvider_WhichIsToldAtOnce(string status, Stage expected)
    {
        var (calls, referral, asked) = (0, TestReferral.Routine(), (TestHub?)null);
        await using var provider = new StubProvider(id =>
        {
            // The practice changes its mind between the provider's taking the message and its answer.
            if (Interlocked.Increment(ref calls) == 1)
                asked!.PostAsync(referral.Again("update", status)).GetAwaiter().GetResult().Dispose();
            return (200, Answer(id, "ok", "accepted"));
        });
        await using var hub = asked = await StartAsync(provider);
        var id = await ChooseAsync(hub, referral);
        await AwaitAsync(async () => Told(provider).LastOrDefault() == ("update", status) && (await hub.JourneyAsync(id)).WakeAt is null);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(expected);
        // The practice's message woke a worker, which may have said the first again; then it was the same. A withdrawal that
        // overtook the answer to the referral is told twice.
        Told(provider).Distinct().ShouldBe([("new", "active"), ("update", status)]);
        provider
            .Bodies.Zip(Told(provider))
            .Where(said => said.Second.Item1 == "new")
            .Select(said => said.First)
            .Distinct()
            .Count()
            .ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        (await db.Offers.CountAsync(o => o.Referral == id && o.ChosenService != null)).ShouldBe(1);
    }

    [Fact]
    public async Task WithdrawnWhileNobodyKnowsWhetherItArrived_TheProviderIsToldAllTheSame()
    {
        var isNew = true;
        await using var provider = new StubProvider(_ => Volatile.Read(ref isNew) ? (503, "") : (404, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await AwaitAsync(() => Task.FromResult(!provider.Bodies.IsEmpty));
        Volatile.Write(ref isNew, false);
        (await hub.PostAsync(referral.Again("update", "revoked"))).Dispose();
        await AwaitAsync(() => Task.FromResult(Told(provider).Contains(("update", "revoked"))));
        await Task.Delay(500);
        // It does not know of it yet; for as long as a call may be under way it will be told again, and that is no failure.
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.WakeAt is not null, journey.WakeCount).ShouldBe((Stage.Cancelled, true, 0));
    }

    [Fact]
    public async Task AcceptedWhileAnAmendmentIsOwed_TheAmendmentFollowsAllTheSame()
    {
        var calls = 0;
        await using var provider = new StubProvider(_ => (Interlocked.Increment(ref calls) == 2 ? 400 : 200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", "active"))).Dispose();
        // It could not be told of the amendment and will be in a second; now its answer to the referral comes.
        await AwaitAsync(async () => Told(provider).Count > 2 || (await hub.JourneyAsync(id)).WakeCount == 1);
        var first = (string)JsonNode.Parse(provider.Bodies.First())!["id"]!;
        (await AnswerAsync(hub, first, "ok", "accepted")).ShouldBe(200);
        await AwaitAsync(async () => Told(provider).Count > 2 && (await hub.JourneyAsync(id)).WakeAt is null);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        Told(provider).Distinct().ShouldBe([("new", "active"), ("update", "active")]);
    }

    [Theory]
    [InlineData("active", false, "the amendment")]
    [InlineData("active", true, "the amendment")]
    [InlineData("revoked", false, "the withdrawal")]
    [InlineData("revoked", true, "the withdrawal")]
    public async Task ChangeThatTheProviderDoesNotTake_GoesToAPerson(string status, bool later, string what)
    {
        var referral = TestReferral.Routine();
        var first = "";
        await using var provider = new StubProvider(id =>
        {
            if (first.Length == 0)
                first = id;
            // What it has accepted cannot be withdrawn any more.
            if (id == first)
                return (200, status == "active" ? Answer(id, "ok", "accepted") : "");
            return (200, later ? "" : Answer(id, "ok", "rejected", "24"));
        });
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", status))).Dispose();
        await hub.SettleAsync();
        await AwaitAsync(async () => Told(provider).LastOrDefault() == ("update", status) && (await hub.JourneyAsync(id)).WakeAt is null);
        var notice = (string)JsonNode.Parse(provider.Bodies.Last())!["id"]!;
        if (later)
        {
            (await RefusalsAsync(hub)).ShouldBeEmpty();
            for (var i = 0; i < 2; i++)
            {
                using var response = await hub.PostAsync(
                    "/fhir/$process-message",
                    Encoding.UTF8.GetBytes(Answer(notice, "ok", "rejected", "24")),
                    headers: TestCallers.Provider("RH3")
                );
                ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
            }
        }

        var item = (await RefusalsAsync(hub)).ShouldHaveSingleItem();
        (item.Referral, item.Settled).ShouldBe((id, null));
        item.Text.ShouldContain($"did not take {what} of");
        item.Text.ShouldContain("(reason 24)");
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.ProviderRefused), journey.WakeAt).ShouldBe(
            (status == "active" ? Stage.HandedOver : Stage.Cancelled, true, null)
        );
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Flagged).ShouldBe(1);
        provider.Bodies.Count.ShouldBe(2);
        await SeenAndSettledAsync(hub, journey, item);
    }

    /// <summary>The practice sees it for as long as nobody has said how it was settled.</summary>
    static async Task SeenAndSettledAsync(TestHub hub, ReferralJourney journey, WorkItem item)
    {
        using var practice = new PageClient(hub.Http.BaseAddress!);
        await practice.NameAsync("Practice Manager", "Practice manager", "Practice", journey.Practice!);
        (await practice.GetAsync($"/practice/{journey.Reference}")).ShouldContain("The provider did not take a message");
        using var operations = new PageClient(hub.Http.BaseAddress!);
        await operations.NameAsync("Test Operator", "Operator", "Operator", back: "/operations");
        (await operations.GetAsync("/operations")).ShouldContain(
            ReferralHub.Kernel.ReferralReference.FromReferralId(journey.Id).ToString()
        );
        (
            await operations.PostAsync("/operations?handler=Settle", ("workItem", item.Id.ToString()), ("settlement", "Told by telephone"))
        ).ShouldContain("Settled.");
        (await practice.GetAsync($"/practice/{journey.Reference}")).ShouldNotContain("The provider did not take a message");
    }

    [Fact]
    public async Task LaterAnswers_AreTakenForWhateverWasSent_AndForNothingElse()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", "active"))).Dispose();
        await AwaitAsync(async () => Told(provider).Count == 2 && (await hub.JourneyAsync(id)).WakeAt is null);
        var sent = provider.Bodies.Select(b => (string)JsonNode.Parse(b)!["id"]!).ToList();
        (await AnswerAsync(hub, sent[1], "ok", "accepted")).ShouldBe(200);
        // That it takes the amendment does not say that it takes the referral.
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        (await AnswerAsync(hub, sent[0], "ok", "accepted")).ShouldBe(200);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await AnswerAsync(hub, MessageId.ToString(), "ok", "accepted")).ShouldBe(404);
        (await RefusalsAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReferralThatTheProviderLaterCouldNotProcess_GoesToAPerson()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var sent = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;
        for (var i = 0; i < 2; i++)
            (await AnswerAsync(hub, sent, "transient-error")).ShouldBe(200);
        (await RefusalsAsync(hub)).ShouldHaveSingleItem().Text.ShouldContain("did not take the referral of");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        (await AnswerAsync(hub, sent, "ok", "accepted")).ShouldBe(200);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
    }
}
