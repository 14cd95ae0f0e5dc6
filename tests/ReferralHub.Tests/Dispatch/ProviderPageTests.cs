using System.Net;
using System.Text.Json.Nodes;
using ReferralHub.Journey;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>Staff of a provider see what was sent to it and answer there; of what was sent to others they see nothing.</summary>
public sealed class ProviderPageTests
{
    [Fact]
    public async Task Referral_IsListed_AndAccepted_ByTheProviderAlone_Sentence14()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var (id, message) = await SendAsync(hub, provider);
        using var own = await SignInAsync(hub, "RH3");
        using var other = await SignInAsync(hub, "RH4");

        var list = await own.GetAsync("/provider");
        var shown = await own.GetAsync($"/provider/{message}");
        var foreignList = await other.GetAsync("/provider");
        await other.GetAsync($"/provider/{message}");
        var foreign = other.Status;
        await other.GetAsync($"/provider/{Guid.CreateVersion7()}");
        var unknown = other.Status;
        await other.GetAsync("/provider");
        await other.PostAsync($"/provider/{message}?handler=Accept");
        var answered = other.Status;
        var before = (await hub.JourneyAsync(id)).Stage;
        var accepted = await own.PostAsync($"/provider/{message}?handler=Accept");

        list.ShouldContain("Waiting for your answer (1)");
        list.ShouldContain("CANARYFAMILY", Case.Insensitive);
        shown.ShouldContain("Knee pain for eight months");
        foreignList.ShouldNotContain("Canary", Case.Insensitive);
        (foreign, unknown, answered).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        before.ShouldBe(Stage.Dispatched);
        accepted.ShouldContain("is accepted");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
    }

    [Fact]
    public async Task Decline_NeedsAReason_AndThenGoesToAClinician()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var (id, message) = await SendAsync(hub, provider);
        using var own = await SignInAsync(hub, "RH3");
        await own.GetAsync($"/provider/{message}");

        var refused = await own.PostAsync($"/provider/{message}?handler=Decline", ("reason", "not-a-code"));
        var declined = await own.PostAsync($"/provider/{message}?handler=Decline", ("reason", "22"));
        var again = await AnswerAsync(hub, message, "ok", "rejected");

        refused.ShouldContain("Choose why you decline it.");
        declined.ShouldContain("is declined");
        declined.ShouldNotContain("CANARYFAMILY", Case.Insensitive);
        again.ShouldBe(200, "the provider may say the same again");
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.ProviderDeclined)).ShouldBe((Stage.InReview, true));
    }

    static async Task<(Guid Id, string Message)> SendAsync(TestHub hub, StubProvider provider)
    {
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        return (id, (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!);
    }

    static async Task<PageClient> SignInAsync(TestHub hub, string provider)
    {
        var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync($"Clerk of {provider}", "Booking clerk", "Provider", provider, "/provider");
        return page;
    }
}
