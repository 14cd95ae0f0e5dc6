using System.Text.Json.Nodes;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>A request for advice is answered as not taken; taken for a referral it would start a pathway that nobody asked for.</summary>
public sealed class AdviceRequestTests
{
    [Theory]
    [InlineData("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "advice-guidance")]
    [InlineData("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "request")]
    [InlineData("https://fhir.nhs.uk/STU3/CodeSystem/eRS-RequestType-1", "ADVICE_AND_GUIDANCE_REQUEST")]
    [InlineData("https://fhir.nhs.uk/CodeSystem/eRS-RequestFlowType", "ADVICE_AND_GUIDANCE")]
    [InlineData("https://fhir.nhs.uk/CodeSystem/servicerequest-code", "advice-and-guidance")]
    public async Task AdviceRequest_ByCategory_IsNotTaken(string system, string code)
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = TestReferral.Routine().With(r => r.Request["category"] = new JsonArray(Concept(system, code)));

        using var response = await hub.PostAsync(referral);

        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(422, body);
        body.ShouldContain("advice-not-taken");
        body.ShouldContain("does not take advice requests yet");
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(0);
    }

    [Fact]
    public async Task AdviceRequest_ByCode_IsNotTaken()
    {
        await using var hub = await TestHub.StartAsync("web");
        var concept = Concept("https://fhir.nhs.uk/CodeSystem/servicerequest-code", "advice-and-guidance");

        using var response = await hub.PostAsync(TestReferral.Routine().With(r => r.Request["code"] = concept));

        ((int)response.StatusCode).ShouldBe(422);
    }

    [Fact]
    public async Task Referral_ThatMentionsAdvice_IsTaken()
    {
        await using var hub = await TestHub.StartAsync("web");
        var words = new JsonObject { ["text"] = "Knee pain; advice and guidance was sought in May and suggested referral" };

        using var response = await hub.PostAsync(TestReferral.Routine().With(r => r.Request["reasonCode"] = new JsonArray(words)));

        ((int)response.StatusCode).ShouldBe(200);
    }

    static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };
}
