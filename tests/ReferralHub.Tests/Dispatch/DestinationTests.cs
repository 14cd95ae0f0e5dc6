using System.Text.Json.Nodes;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>Practice, patient and other systems learn where a referral went, and that it is not done before the provider says so.</summary>
public sealed class DestinationTests
{
    [Fact]
    public async Task Accepted_StaysActive_WithTheProviderAsPerformerAndOwner()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();

        var request = await ReadAsync(hub, $"/fhir/ServiceRequest/{id}");
        var task = await ReadAsync(hub, $"/fhir/Task/{id}");

        ((string?)request["status"]).ShouldBe("active");
        ((string?)request["performer"]![0]!["identifier"]!["value"]).ShouldBe("RH3");
        ((string?)request["performer"]![0]!["display"]).ShouldBe("Hospital 3");
        ((string?)task["status"]).ShouldBe("accepted");
        ((string?)task["owner"]!["identifier"]!["value"]).ShouldBe("RH3");
        (await CountAsync(hub, $"/fhir/Task?owner=RH3&_id={id}")).ShouldBe(1);
        (await CountAsync(hub, $"/fhir/Task?owner=RH4&_id={id}")).ShouldBe(0);
        (await CountAsync(hub, $"/fhir/ServiceRequest?status=active&_id={id}")).ShouldBe(1);
        (await CountAsync(hub, $"/fhir/ServiceRequest?status=completed&_id={id}")).ShouldBe(0);
    }

    [Fact]
    public async Task Done_OnceTheProviderSaysSo_IsCompleted()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var message = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;

        var answers = (await AnswerAsync(hub, message, "ok", "completed"), await AnswerAsync(hub, message, "ok", "completed"));
        var request = await ReadAsync(hub, $"/fhir/ServiceRequest/{id}");
        var versions = (await ReadAsync(hub, $"/fhir/ServiceRequest/{id}/_history"))["entry"]!.AsArray();

        answers.ShouldBe((200, 200));
        ((string?)request["status"]).ShouldBe("completed");
        ((string?)(await ReadAsync(hub, $"/fhir/Task/{id}"))["status"]).ShouldBe("completed");
        (await CountAsync(hub, $"/fhir/ServiceRequest?status=completed&_id={id}")).ShouldBe(1);
        (await CountAsync(hub, $"/fhir/ServiceRequest?status=active&_id={id}")).ShouldBe(0);
        ((string?)versions[1]!["resource"]!["status"]).ShouldBe("active", "before it was done it was not");
        (await hub.EventsAsync(id)).Count(e => EventData.Read(e.Data).Reason == Flags.ProviderDone).ShouldBe(1);
    }

    [Fact]
    public async Task Accepted_ThePracticeAndThePatientReadWhere()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        await using var hub = await StartAsync(provider);
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var link = await hub.Get<ChoiceLinks>().IssueAsync(id, CancellationToken.None);
        await hub.Get<ChooseService>().ChooseAsync(id, "joint-3", Actor.Patient, CancellationToken.None);
        await hub.SettleAsync();
        var reference = ReferralHub.Kernel.ReferralReference.Display((await hub.JourneyAsync(id)).Reference);
        using var practice = new PageClient(hub.Http.BaseAddress!);
        await practice.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        using var patient = new PageClient(hub.Http.BaseAddress!);
        await patient.GetAsync($"/choose/{link}");

        var shown = await practice.GetAsync($"/practice/{reference}");
        var list = await practice.GetAsync("/practice?turn=done");
        var chosen = await patient.PostAsync($"/choose/{link}", ("Day", "1"), ("Month", "5"), ("Year", "1970"));

        shown.ShouldContain("Hospital 3 (RH3)");
        shown.ShouldContain("Joint clinic 3");
        shown.ShouldContain("Accepted on ");
        shown.ShouldContain("contacts the patient about an appointment");
        list.ShouldContain("Accepted by provider: Hospital 3");
        chosen.ShouldContain("Your referral goes to Hospital 3");
        chosen.ShouldContain(reference);
        chosen.ShouldContain("They accepted it on ");
    }

    [Fact]
    public async Task Declined_PracticeAndReviewerReadWhoAndWhy()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "rejected", "22")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var reference = ReferralHub.Kernel.ReferralReference.Display((await hub.JourneyAsync(id)).Reference);
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        using var reviewer = new PageClient(hub.Http.BaseAddress!);
        await reviewer.NameAsync("Reviewer One");

        var toPractice = await page.GetAsync($"/practice/{reference}");
        var toReviewer = await reviewer.GetAsync($"/review/{reference}");

        toPractice.ShouldContain("Hospital 3 declined it");
        toPractice.ShouldContain("Rejected for capacity reasons");
        toReviewer.ShouldContain("Hospital 3");
        toReviewer.ShouldContain("Rejected for capacity reasons");
    }

    static async Task<JsonNode> ReadAsync(TestHub hub, string path) => JsonNode.Parse(await hub.Http.GetStringAsync(path))!;

    static async Task<int> CountAsync(TestHub hub, string path) =>
        (await ReadAsync(hub, path))["entry"]?.AsArray().Count(e => (string?)e!["search"]?["mode"] != "outcome") ?? 0;
}
